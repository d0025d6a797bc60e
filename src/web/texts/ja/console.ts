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

/** Pages behind the sign-in. */
export const console = {
  sections: '作業の種類',
  sectionNames,
  roles,
  signedInAs: (name: string, role: string) => `${name}（${role}）`,
  signOut: 'ログアウト',
  switchRole: '役割を切り替える：',
  home: {
    title: '作業一覧',
    empty: 'いま、することはありません。',
    emptyWhen: '新しい作業ができると、ここに並びます。',
    open: '開く',
  },
}
