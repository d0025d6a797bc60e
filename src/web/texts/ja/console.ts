import type { Role } from '../../../domain/actor.ts'
import type { SectionName } from '../../console/sections.ts'

const roles: Record<Exclude<Role, 'issuer'>, string> = {
  administrator: '管理者',
  secretariat: '事務局',
  reviewer: '審査員',
  operator: '講座実施機関',
  employer: '勤務先・企業',
  learner: '受講者',
}

const sectionNames: Record<SectionName, string> = {
  home: '作業一覧',
  courses: '講座',
  imports: '修了者の取込み',
  badges: 'バッジ',
  outbox: '送信箱',
  results: '成果の確認',
  declaration: '宣言',
  presented: '提示されたバッジ',
  outcomes: '処遇への反映',
  productivity: '生産性向上',
  funnel: '修了から処遇まで',
  survey: 'アンケート',
  organisations: '組織',
  achievements: 'バッジの種類',
  myBadges: '自分のバッジ',
  shares: '人に見せるリンク',
  myData: '自分の情報',
  requests: '個人情報の請求',
  reviews: '審査',
  declarations: '宣言の管理',
  honours: '顕彰',
  figures: 'KPI',
  audit: '監査記録',
  users: '利用者',
  apiKeys: 'APIキー',
}

/** What is done there, for the work list. */
const sectionPurposes: Record<Exclude<SectionName, 'home'>, string> = {
  courses: '講座、開催回、修了バッジの要件を登録し、県の認定につなげます。',
  imports: '修了者や受講者の名簿（CSV）を調べてから取り込みます。',
  badges: '開催回ごとの進み具合を見て、まとめて発行します。',
  outbox: '送ったメール、送れなかったメールを見て、送り直します。',
  results: '従業員の職場での成果を確かめ、推薦します。',
  declaration: '推進宣言を書き、どのバッジを何に数えるかを決めます。',
  presented: '本人が貴社に見せたバッジを確かめます。',
  outcomes: '昇給や異動など、処遇への反映を記録します。',
  productivity: '生産性向上の実績を記録し、確かめます。',
  funnel: '修了から処遇までの人数を、段階ごとに見ます。',
  survey: 'アンケートの回答を集計します。',
  organisations: '講座実施機関と企業を登録し、直します。',
  achievements: 'バッジの種類とその要件を見ます。',
  myBadges: 'バッジを開き、公開範囲を選びます。',
  shares: '相手、内容、期間を選んで、バッジを見せるリンクを作ります。',
  myData: '保管されている情報を見て、持ち出し、直し、消します。',
  requests: '開示、訂正、利用停止、消去の請求に、期限までに答えます。',
  reviews: '職場での成果の推薦を、根拠と見比べて審査します。',
  declarations: '提出された宣言を確かめ、公開します。',
  honours: '候補を選び、表彰を決めて公表します。',
  figures: 'KPIとその内訳を、どの日についても見ます。',
  audit: '誰が、いつ、何をしたかを調べます。',
  users: '利用者を招き、役割を与え、止めます。',
  apiKeys: 'ほかのシステムがつなぐための鍵を作り、止めます。',
}

/** Pages behind the sign-in. */
export const console = {
  sections: '作業の種類',
  sectionNames,
  sectionPurposes,
  roles,
  signedInAs: (name: string, role: string) => `${name}（${role}）`,
  signOut: 'ログアウト',
  switchRole: '役割を切り替える：',
  home: {
    title: '作業一覧',
    empty: 'いま、することはありません。',
    emptyWhen: '新しい作業ができると、ここに並びます。',
    open: '開く',
    places: 'できること',
  },
}
