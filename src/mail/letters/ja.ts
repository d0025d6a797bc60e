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
      'バッジは、あなたが公開するまで非公開です。受け取る、辞退する、誰に見せるかは、このページで選べます。このリンクはあなた専用です。人に転送しないでください。見せるときは、ページの「共有」をお使いください。',
    ],
    action: { label: 'バッジのページを開く', url: data.url, until: '期限はありません' },
    ignored: '何もしなければ、バッジは非公開のまま保管されます。',
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
}
