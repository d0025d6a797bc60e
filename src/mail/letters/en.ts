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
  follow_up: (data, sender) => ({
    subject: `${sender.nameEn}: what became of your badge (two minutes)`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `It is ${data.months} ${data.months === 1 ? 'month' : 'months'} since you accepted the badge “${data.badge.en ?? data.badge.ja}”. Please answer a few questions about what became of it. They take two minutes, and you need no account.`,
      'If you write what changed at work in figures, they become the draft of a nomination for an achievement at work.',
    ],
    action: { label: 'Answer the questions', url: data.url, until: `until ${data.until}` },
    ignored: 'If you do nothing, the questions end there. Your badge is not affected. You can stop such mails on that page.',
  }),
  outcome_reported: (data, sender) => ({
    subject: `${sender.nameEn}: please confirm an outcome`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `An outcome was reported that has to do with ${data.badge === undefined ? 'a badge' : `the badge “${data.badge.en ?? data.badge.ja}”`}. Please say with this link whether it is right. You need no account.`,
      'Only what both sides confirm is counted in the figures of the programme.',
    ],
    action: { label: 'See what was reported', url: data.url, until: `until ${data.until}` },
    ignored: 'If you do nothing, the report is not counted. The badge is not affected.',
  }),
  badge_reminder: (data, sender) => ({
    subject: `${sender.nameEn}: your badge is waiting`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `You have not answered yet whether you take your badge “${data.badge.en ?? data.badge.ja}”. The link below is its page. You need no account and no app.`,
      'You accept or decline it there. The link that we sent before still works.',
    ],
    action: { label: 'Open my badge', url: data.url, until: 'it does not expire' },
    ignored: 'If you do nothing, the badge is kept and stays private.',
  }),
  badge_replaced: (data, sender) => ({
    subject: `${sender.nameEn}: your corrected badge`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `We have corrected your badge “${data.badge.en ?? data.badge.ja}” and issued it anew. The link below is the page of the new badge.`,
      'The former badge is revoked, and its page names the new one. Files that you saved before are no longer valid: please save the new ones.',
    ],
    action: { label: 'Open my new badge', url: data.url, until: 'it does not expire' },
    ignored: 'If you do nothing, the new badge is kept and stays private.',
  }),
  application_invited: (data, sender) => ({
    subject: data.reminder ? `${sender.nameEn}: you can still apply for your badge` : `${sender.nameEn}: apply for your badge`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `Congratulations on completing “${data.course.en ?? data.course.ja}”. You can apply for an Open Badge that proves it.`,
      'Open the link, read what you agree to, and press “Apply”. You need no account and no app.',
    ],
    action: { label: 'Apply for my badge', url: data.url, until: `works until ${data.until}` },
    ignored: 'If you do nothing, no badge is issued. The record that you completed the course stays.',
  }),
  sign_in: (data, sender) => ({
    subject: `${sender.nameEn}: your sign-in link`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: ['You asked to sign in. Open this link in the browser in which you asked.'],
    action: { label: 'Sign in', url: data.url, until: `works once, for ${data.minutes} minutes` },
    ignored: 'If you do nothing, nobody is signed in.',
  }),
}
