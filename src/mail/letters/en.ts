import type { MailData, MailKind } from '../../domain/mail.ts'
import type { Letter, Sender } from '../letter.ts'

/** Every letter in English; it stands below the Japanese one. */
export const lettersEn: { [K in MailKind]: (data: MailData[K], sender: Sender) => Letter } = {
  badge_issued: (data, sender) => ({
    subject: `${sender.nameEn}: your badge`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `We have issued your badge “${data.badge.en ?? data.badge.ja}”. The link below is the page of your badge. You need no account and no app.`,
      'The badge stays private until you share it. On its page you accept or decline it and choose who sees it. The link is yours alone: do not forward it; use “Share” on the page instead.',
    ],
    action: { label: 'Open my badge', url: data.url, until: 'it does not expire' },
    ignored: 'If you do nothing, the badge is kept and stays private.',
  }),
  sign_in: (data, sender) => ({
    subject: `${sender.nameEn}: your sign-in link`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: ['You asked to sign in. Open this link in the browser in which you asked.'],
    action: { label: 'Sign in', url: data.url, until: `works once, for ${data.minutes} minutes` },
    ignored: 'If you do nothing, nobody is signed in.',
  }),
}
