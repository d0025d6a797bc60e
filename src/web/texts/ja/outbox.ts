import type { MailKind, MailState } from '../../../domain/mail.ts'

/** The outbox: every mail and how far it came. */
export const outbox = {
  title: '送信箱',
  lead: 'このサービスが送るメールの一覧です。届かないときは、ここから送り直せます。',
  keptNote: 'メールサーバーが設定されていないため、メールはここに保管されます。',
  empty: 'メールはまだありません。',
  emptyWhen: 'バッジを発行したり、確認を依頼したりすると、ここに並びます。',
  columns: { kind: '種類', to: '宛先', state: '状態', when: '日時' },
  states: {
    waiting: '送信待ち',
    kept: '保管',
    sent: '送信済み',
    failed: '送れませんでした',
    cancelled: '取りやめ',
  } satisfies Record<MailState, string>,
  kind: (kind: MailKind): string => kinds[kind],
  all: 'すべて',
  filter: '表示するメール',
  more: '次のメールを表示する',
  letter: '文面',
  subject: '件名',
  attempts: '送信を試みた回数',
  error: 'メールサーバーの返事',
  due: '次に送る日時',
  retry: 'もう一度送る',
  retried: 'もう一度送ります。',
  back: '送信箱に戻る',
}

const kinds: Record<MailKind, string> = {
  badge_issued: 'バッジの受取り',
  badge_reminder: '受取りのお願い',
  badge_replaced: 'バッジの差替え',
  application_invited: '申請のご案内',
  manager_copy: '上司へのお知らせ',
  badge_status: 'バッジの状態のお知らせ',
  employer_survey: '企業アンケート',
  account_invited: 'ログインのご案内',
  sign_in: 'ログイン用リンク',
  follow_up: 'その後のご様子',
  outcome_reported: '処遇への反映の確認',
  nomination_confirm: '成果の確認の依頼',
  nomination_learner: '推薦の経過',
  address_confirm: 'アドレスの確認',
  address_added: 'アドレスの追加のお知らせ',
  data_request: '個人情報の請求',
}
