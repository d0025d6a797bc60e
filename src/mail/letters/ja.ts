import type { DataRequestDecision, DataRequestKind } from '../../domain/data-request.ts'
import { westernDate } from '../../domain/japanese-date.ts'
import type { Addressee, MailData, MailKind } from '../../domain/mail.ts'
import type { Letter, Sender } from '../letter.ts'

const salutation = (to: Addressee): string => (to.kind === 'person' ? `${to.name} 様` : `${to.name} 御中`)

/** Every letter in Japanese (DOMAIN section 14, "Mail"). */
export const lettersJa: { [K in MailKind]: (data: MailData[K], sender: Sender) => Letter } = {
  badge_issued: (data, sender) => ({
    subject: `【${sender.nameJa}】バッジの受取りについて`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `「${data.badge.ja}」のバッジを発行しました。次のリンクが、あなたのバッジのページです。会員登録もアプリも要りません。`,
      'バッジは、あなたが公開するまで非公開です。受け取る、辞退する、誰に見せるかは、このページで選べます。このリンクはあなた専用です。人に転送しないでください。見せるときは、ページの「公開範囲」で選んでください。あなたについて持っている情報も、このページの下から見られます。',
    ],
    action: { label: 'バッジのページを開く', url: data.url, until: '期限はありません' },
    ignored: '何もしなければ、バッジは非公開のまま保管されます。',
  }),
  follow_up: (data, sender) => ({
    subject: `【${sender.nameJa}】バッジのその後について（2分）`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `「${data.badge.ja}」のバッジを受け取ってから${data.months}か月がたちました。その後について、2分ほどで終わる質問にお答えください。会員登録は要りません。`,
      '仕事で変わったことを数字でお書きいただくと、職場での成果として推薦する下書きになります。',
    ],
    action: { label: '質問に答える', url: data.url, until: `${westernDate(data.until)}まで` },
    ignored: '何もしなければ、この質問は終わります。バッジには影響しません。今後の質問が不要なときは、リンク先で止められます。',
  }),
  outcome_reported: (data, sender) => ({
    subject: `【${sender.nameJa}】処遇への反映の確認のお願い`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `${data.badge === undefined ? 'バッジ' : `「${data.badge.ja}」のバッジ`}に関係する処遇の報告がありました。内容が正しいかどうかを、次のリンクでお答えください。会員登録は要りません。`,
      '双方が確認した報告だけを、事業の効果の集計に使います。',
    ],
    action: { label: '内容を確認する', url: data.url, until: `${westernDate(data.until)}まで` },
    ignored: '何もしなければ、この報告は集計に使われません。バッジには影響しません。',
  }),
  badge_reminder: (data, sender) => ({
    subject: `【${sender.nameJa}】バッジをまだ受け取っていない方へ`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `「${data.badge.ja}」のバッジを、まだお受け取りになっていません。次のリンクが、あなたのバッジのページです。会員登録もアプリも要りません。`,
      '受け取る、辞退する、どちらもこのページで選べます。前にお送りしたリンクも引き続き使えます。',
    ],
    action: { label: 'バッジのページを開く', url: data.url, until: '期限はありません' },
    ignored: '何もしなければ、バッジは非公開のまま保管されます。',
  }),
  badge_replaced: (data, sender) => ({
    subject: `【${sender.nameJa}】訂正したバッジをお届けします`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `「${data.badge.ja}」のバッジを訂正し、新しく発行し直しました。次のリンクが、新しいバッジのページです。`,
      '前のバッジは取り消され、そのページは新しいバッジに差し替えられたことを示します。前に保存したファイルは使えませんので、新しいものを保存し直してください。',
    ],
    action: { label: '新しいバッジのページを開く', url: data.url, until: '期限はありません' },
    ignored: '何もしなければ、新しいバッジは非公開のまま保管されます。',
  }),
  badge_status: (data, sender) => ({
    subject: `【${sender.nameJa}】${statusJa[data.what].subject}`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      statusJa[data.what].text(data.badge.ja),
      ...(data.reason === undefined || reasonsJa[data.reason] === undefined ? [] : [`理由：${reasonsJa[data.reason]}`]),
      ...statusJa[data.what].more,
    ],
    action: { label: 'バッジのページを開く', url: data.url, until: '期限はありません' },
    ignored: statusJa[data.what].ignored,
  }),
  employer_survey: (data, sender) => ({
    subject: `【${sender.nameJa}】宣言とバッジについてのアンケート（2分）`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      'リスキリング推進宣言とバッジについて、2分ほどで終わる質問にお答えください。会員登録は要りません。',
      'バッジを何に使ったか、判断に足りない情報は何かをお尋ねします。回答は事業の効果の検証に使い、企業名が分かる形では公表しません。',
    ],
    action: { label: '質問に答える', url: data.url, until: `${westernDate(data.until)}まで有効です` },
    ignored: '何もしなければ、この質問は終わります。宣言には影響しません。今後の質問が不要なときは、リンク先で止められます。',
  }),
  account_invited: (data, sender) => ({
    subject: `【${sender.nameJa}】ログインのご案内`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `Akashi（証）に「${rolesJa[data.role] ?? data.role}」として登録しました。次のページでメールアドレス ${data.address} を入力すると、ログイン用のリンクが届きます。`,
      ...(data.role === 'secretariat' || data.role === 'reviewer' || data.role === 'administrator'
        ? ['はじめてのときに、パスキー（指紋や顔、端末の暗証番号）を登録してください。']
        : []),
    ],
    action: { label: 'ログインのページを開く', url: data.url, until: '期限はありません' },
    ignored: '何もしなければ、誰もログインできません。',
  }),
  application_invited: (data, sender) => ({
    subject: data.reminder ? `【${sender.nameJa}】バッジの申請がまだお済みでない方へ` : `【${sender.nameJa}】講座修了バッジの申請のご案内`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `「${data.course.ja}」の修了、おめでとうございます。修了を証明するオープンバッジを申請できます。`,
      '次のリンクで内容と同意事項を確かめ、「申請する」を押してください。会員登録もアプリも要りません。',
    ],
    action: { label: 'バッジを申請する', url: data.url, until: `${westernDate(data.until)}まで有効です` },
    ignored: '何もしなければ、バッジは発行されません。修了の記録はそのまま残ります。',
  }),
  manager_copy: (data, sender) => ({
    subject: `【${sender.nameJa}】${data.learner} 様が取得したバッジのお知らせ`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `${data.learner} 様が「${data.badge.ja}」のバッジを取得しました。${data.learner} 様の希望と同意により、お知らせします。`,
      data.isResult ? '確かめられたことは、次のとおりです。' : 'いま、できることは、次のとおりです。',
      { list: data.can },
      '次の3つをお願いします。',
      {
        list: [
          '学んだことを使う仕事を、1つ任せてください。',
          '次の面談や評価のときに、バッジのページをご覧ください。ほかの企業がこのバッジをどう評価しているかも載っています。',
          '3か月後に、前と後の数字を一緒に確かめてください。数字が出たら、本人が成果の確認をお願いできます。',
        ],
      },
    ],
    action: { label: 'バッジのページを開く', url: data.url, until: '会員登録は要りません。本人が公開をやめるまで開けます' },
    ignored: '返信は要りません。何もしなくても、本人の不利益になることはありません。',
  }),
  sign_in: (data, sender) => ({
    subject: `【${sender.nameJa}】ログイン用リンク`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      'ログインの申込みを受け付けました。申し込んだのと同じブラウザで、次のリンクを開いてください。',
    ],
    action: { label: 'ログインする', url: data.url, until: `${data.minutes}分間、1回だけ有効です` },
    ignored: '何もしなければ、ログインは行われません。',
  }),
  address_confirm: (data, sender) => ({
    subject: `【${sender.nameJa}】メールアドレスの確認`,
    salutation: 'このアドレスをお使いの方へ',
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      'バッジの連絡先として、このアドレスを追加する申込みがありました。あなたが申し込んだときは、次のリンクを開いて「このアドレスを追加する」を押してください。',
    ],
    action: { label: 'アドレスを確認する', url: data.url, until: `${data.days}日間有効です` },
    ignored: '何もしなければ、このアドレスは追加されず、7日後に記録から消えます。',
  }),
  address_added: (data, sender) => ({
    subject: `【${sender.nameJa}】連絡先のアドレスを追加しました`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      'あなたの連絡先に、メールアドレスが1つ追加されました。このお知らせは、登録されているすべてのアドレスにお送りしています。今後のバッジの連絡は、新しいほうの個人のアドレスにお送りします。',
      '勤務先は、あなたの個人のアドレスを見ることも、取り消すこともできません。',
    ],
    action: { label: '自分の情報を見る', url: data.url, until: '期限はありません。ログインが要ります' },
    ignored: '何もしなければ、追加されたアドレスをそのまま使います。',
    unexpected: 'お心当たりがない場合は、上のページで確かめて、下の連絡先にお知らせください。',
  }),
  data_request: (data, sender) => ({
    subject: `【${sender.nameJa}】個人情報の${requestNames[data.request]}の請求について`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      ...(data.what === 'received'
        ? [`個人情報の${requestNames[data.request]}の請求を受け付けました。${westernDate(data.until)}までにお答えします。`]
        : data.what === 'extended'
          ? [`個人情報の${requestNames[data.request]}の請求について、お答えの期限を${westernDate(data.until)}まで延ばします。`]
          : [`個人情報の${requestNames[data.request]}の請求について、お答えします。${decisionJa[data.decision ?? 'granted']}`]),
      ...(data.text === undefined || data.text === '' ? [] : [data.what === 'extended' ? `理由：${data.text}` : data.text]),
    ],
    action: { label: '自分の情報を見る', url: data.url, until: '期限はありません。ログインが要ります' },
    ignored: '手続きは要りません。',
  }),
  nomination_confirm: (data, sender) => ({
    subject: `【${sender.nameJa}】職場での成果のご確認のお願い`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      `${data.learner} 様から、職場での成果「${data.title.ja}」の数値と役割について、勤務先での確認を依頼されました。次のリンクで内容を見て、正しければ「確認する」を押してください。会員登録は要りません。2分ほどで終わります。`,
      '数値が違うときは、その場で直せます。直した数値は、本人が同意したときだけ使います。確認の後、関係のない審査員2名が審査し、本人の同意を得てから、バッジに記載します。',
    ],
    action: { label: '内容を見て確認する', url: data.url, until: `${westernDate(data.until)}まで有効です` },
    ignored: '何もしなければ、確認は行われず、成果のバッジは発行されません。本人の不利益になることはありません。',
  }),
  nomination_learner: (data, sender) => ({
    subject: `【${sender.nameJa}】${learnerJa[data.what].subject}`,
    salutation: salutation(data.to),
    paragraphs: [
      `お世話になっております。${sender.nameJa}です。`,
      learnerJa[data.what].text(data.firm.ja, data.title.ja),
      ...(data.reason === undefined ? [] : [`理由：${data.reason}`]),
    ],
    action: { label: learnerJa[data.what].action, url: data.url, until: `${westernDate(data.until)}まで有効です` },
    ignored: learnerJa[data.what].ignored,
  }),
}

const requestNames: Record<DataRequestKind, string> = {
  disclosure: '開示',
  correction: '訂正',
  stop_use: '利用停止',
  erasure: '消去',
}
const decisionJa: Record<DataRequestDecision, string> = {
  granted: 'ご請求のとおりにいたしました。',
  partly: 'ご請求の一部に応じました。',
  refused: 'ご請求には応じられませんでした。',
}

const rolesJa: Readonly<Record<string, string>> = {
  administrator: '管理者',
  secretariat: '事務局',
  reviewer: '審査員',
  operator: '講座実施機関',
  employer: '勤務先・企業',
  learner: '受講者',
}

/** Reasons as the badge's page says them; a code that is not here is not told. */
const reasonsJa: Readonly<Record<string, string>> = {
  ISSUED_IN_ERROR: '誤って発行したため',
  RESULT_DISPROVED: '記載した成果が事実と異なることが分かったため',
  LEARNER_REQUEST: 'ご本人の申出のため',
  KEY_COMPROMISE: '署名の鍵の安全が保てなくなったため',
  UNDER_CORRECTION: '記載内容を確認しているため',
}

const statusJa: Record<
  MailData['badge_status']['what'],
  { subject: string; text: (badge: string) => string; more: string[]; ignored: string }
> = {
  revoked: {
    subject: 'バッジの取消しについて',
    text: (badge) => `「${badge}」のバッジを取り消しました。取消しは元に戻せません。これからは、証明としてお使いになれません。`,
    more: ['前に保存したファイルや、人に見せたリンクでも、取消しと表示されます。ご不明な点は、下の連絡先にお問い合わせください。'],
    ignored: '手続きは要りません。講座を修了した記録は、そのまま残ります。',
  },
  suspended: {
    subject: 'バッジの一時停止について',
    text: (badge) => `「${badge}」のバッジを一時停止しました。停止している間は、証明としてお使いになれません。`,
    more: [
      '停止が解けると、あらためてお知らせします。前に保存したファイルは、停止が解けた後も使えません。そのときに保存し直してください。',
    ],
    ignored: '手続きは要りません。',
  },
  reinstated: {
    subject: 'バッジの一時停止の解除について',
    text: (badge) => `「${badge}」のバッジの一時停止を解きました。アドレスと授与した日は変わりません。`,
    more: ['停止する前に保存したファイル（PNG、SVG、JSON）は使えません。バッジのページから保存し直してください。'],
    ignored: '手続きは要りません。バッジのページは、そのままお使いになれます。',
  },
}

interface LearnerLetter {
  subject: string
  text: (firm: string, title: string) => string
  action: string
  ignored: string
}

const learnerJa: Record<MailData['nomination_learner']['what'], LearnerLetter> = {
  agree: {
    subject: '職場での成果の推薦について',
    text: (firm, title) =>
      `${firm}が、あなたの職場での成果「${title}」を推薦しようとしています。内容を見て、同意するかどうかを選んでください。同意しなくても、あなたの不利益になることはありません。`,
    action: '推薦の内容を見る',
    ignored: '何もしなければ、推薦は進みません。',
  },
  corrected: {
    subject: '成果の数値の訂正について',
    text: (firm, title) =>
      `${firm}が、成果「${title}」の数値を訂正して確認しました。訂正された数値を見て、同意するかどうかを選んでください。`,
    action: '訂正された数値を見る',
    ignored: '何もしなければ、推薦は進みません。',
  },
  declined: {
    subject: '成果の確認について',
    text: (firm, title) =>
      `${firm}から、成果「${title}」は確認できないと回答がありました。内容を直してもう一度依頼するか、取り下げることができます。`,
    action: '推薦の内容を見る',
    ignored: '何もしなければ、推薦は下書きのまま残ります。',
  },
  consent: {
    subject: '成果バッジの記載内容への同意のお願い',
    text: (_firm, title) =>
      `成果「${title}」が承認されました。バッジに記載する文章を読み、同意するかどうかを選んでください。同意すると、すぐにバッジを発行します。発行したバッジは、あなたが公開するまで非公開です。`,
    action: '記載内容を読む',
    ignored: '何もしなければ、バッジは発行されません。',
  },
  returned: {
    subject: '成果の推薦の差戻しについて',
    text: (_firm, title) => `成果「${title}」の推薦が差し戻されました。内容を直して、もう一度提出できます。`,
    action: '推薦の内容を直す',
    ignored: '何もしなければ、推薦は差し戻されたまま残ります。',
  },
  rejected: {
    subject: '成果の推薦の審査結果について',
    text: (_firm, title) => `成果「${title}」の推薦は、今回は承認されませんでした。`,
    action: '審査の結果を見る',
    ignored: '手続きは要りません。',
  },
}
