import type { DataRequestDecision, DataRequestKind } from '../../domain/data-request.ts'
import { englishDate } from '../../domain/japanese-date.ts'
import type { MailData, MailKind } from '../../domain/mail.ts'
import type { Letter, Sender } from '../letter.ts'

const requestNames: Record<DataRequestKind, string> = {
  disclosure: 'disclosure',
  correction: 'correction',
  stop_use: 'stop of use',
  erasure: 'erasure',
}
const decisions: Record<DataRequestDecision, string> = {
  granted: 'We have done what you asked for.',
  partly: 'We have done a part of what you asked for.',
  refused: 'We cannot do what you asked for.',
}

/** Every letter in English; it stands below the Japanese one. */
export const lettersEn: { [K in MailKind]: (data: MailData[K], sender: Sender) => Letter } = {
  badge_issued: (data, sender) => ({
    subject: `${sender.nameEn}: your badge`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `We have issued your badge “${data.badge.en ?? data.badge.ja}”. The link below is the page of your badge. You need no account and no app.`,
      'The badge stays private until you share it. On its page you accept or decline it and choose who sees it. The link is yours alone: do not forward it; use “Sharing” on the page instead. At its foot you find what is held about you.',
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
    action: { label: 'Answer the questions', url: data.url, until: `until ${englishDate(data.until)}` },
    ignored: 'If you do nothing, the questions end there. Your badge is not affected. You can stop such mails on that page.',
  }),
  outcome_reported: (data, sender) => ({
    subject: `${sender.nameEn}: please confirm an outcome`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `An outcome was reported that has to do with ${data.badge === undefined ? 'a badge' : `the badge “${data.badge.en ?? data.badge.ja}”`}. Please say with this link whether it is right. You need no account.`,
      'Only what both sides confirm is counted in the figures of the programme.',
    ],
    action: { label: 'See what was reported', url: data.url, until: `until ${englishDate(data.until)}` },
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
    action: { label: 'Apply for my badge', url: data.url, until: `works until ${englishDate(data.until)}` },
    ignored: 'If you do nothing, no badge is issued. The record that you completed the course stays.',
  }),
  manager_copy: (data, sender) => ({
    subject: `[${sender.nameEn}] A badge earned by ${data.learner}`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `${data.learner} has earned the badge "${data.badge.en ?? data.badge.ja}". We write to you at their wish and with their consent.`,
      data.isResult ? 'This was confirmed:' : 'This is what they can do now:',
      { list: data.can },
      'Three things that you can do:',
      {
        list: [
          'Give them one task that uses what they learned.',
          'Open the page of the badge before the next review; it also shows how other employers count it.',
          'In three months, look at the figures before and after together. If there is a result, they can ask for its confirmation.',
        ],
      },
    ],
    action: { label: 'Open the page of the badge', url: data.url, until: 'no account needed; it opens until they stop sharing it' },
    ignored: 'No reply is needed. If you do nothing, nobody is worse off.',
  }),
  badge_status: (data, sender) => ({
    subject: `${sender.nameEn}: ${statusEn[data.what].subject}`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      statusEn[data.what].text(data.badge.en ?? data.badge.ja),
      ...(data.reason === undefined || reasonsEn[data.reason] === undefined ? [] : [`Reason: ${reasonsEn[data.reason]}`]),
      ...statusEn[data.what].more,
    ],
    action: { label: 'Open the page of the badge', url: data.url, until: 'it does not expire' },
    ignored: statusEn[data.what].ignored,
  }),
  employer_survey: (data, sender) => ({
    subject: `${sender.nameEn}: questions about your declaration and the badges (two minutes)`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      'Please answer a few questions about your declaration and the badges. They take two minutes, and you need no account.',
      'We ask what you used badges for and what was missing. The answers serve to evaluate the programme; no firm is named in what is published.',
    ],
    action: { label: 'Answer the questions', url: data.url, until: `works until ${englishDate(data.until)}` },
    ignored:
      'If you do nothing, the questions lapse. Your declaration is not affected. Behind the link you can also say that you want no more of them.',
  }),
  account_invited: (data, sender) => ({
    subject: `${sender.nameEn}: how to sign in`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `You are registered in Akashi with the role “${rolesEn[data.role] ?? data.role}”. Enter the address ${data.address} on the page below, and a link to sign in is sent to you.`,
      ...(data.role === 'secretariat' || data.role === 'reviewer' || data.role === 'administrator'
        ? ['The first time, register a passkey (fingerprint, face, or the PIN of your device).']
        : []),
    ],
    action: { label: 'Open the sign-in page', url: data.url, until: 'it does not expire' },
    ignored: 'If you do nothing, nobody is signed in.',
  }),
  sign_in: (data, sender) => ({
    subject: `${sender.nameEn}: your sign-in link`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: ['You asked to sign in. Open this link in the browser in which you asked.'],
    action: { label: 'Sign in', url: data.url, until: `works once, for ${data.minutes} minutes` },
    ignored: 'If you do nothing, nobody is signed in.',
  }),
  address_confirm: (data, sender) => ({
    subject: `${sender.nameEn}: confirm your address`,
    salutation: 'To whoever reads this mailbox,',
    paragraphs: [
      'Somebody asked to add this address to the contact addresses for their badges. If it was you, open the link and press “Add this address”.',
    ],
    action: { label: 'Confirm the address', url: data.url, until: `for ${data.days} days` },
    ignored: 'If you do nothing, the address is not added, and after seven days it is forgotten.',
  }),
  address_added: (data, sender) => ({
    subject: `${sender.nameEn}: an address was added`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      'An e-mail address was added to your contact addresses. This notice goes to every address that we have. From now on we write about your badges to the newest private one.',
      'Your employer can neither see your private address nor take it away.',
    ],
    action: { label: 'See my data', url: data.url, until: 'it does not expire; you sign in' },
    ignored: 'If you do nothing, the added address is used.',
    unexpected: 'If you know nothing of this, look at the page above and write to the contact below.',
  }),
  data_request: (data, sender) => ({
    subject: `${sender.nameEn}: your request about your data`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      data.what === 'received'
        ? `We have received your request (${requestNames[data.request]}) and answer it by ${englishDate(data.until)}.`
        : data.what === 'extended'
          ? `We need more time for your request (${requestNames[data.request]}) and answer it by ${englishDate(data.until)}.`
          : `This is the answer to your request (${requestNames[data.request]}). ${decisions[data.decision ?? 'granted']}`,
      ...(data.text === undefined || data.text === '' ? [] : [data.text]),
    ],
    action: { label: 'See my data', url: data.url, until: 'it does not expire; you sign in' },
    ignored: 'You need to do nothing.',
  }),
  nomination_confirm: (data, sender) => ({
    subject: `${sender.nameEn}: please confirm a result at work`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      `${data.learner} asks you to confirm the figures and the role of a result at work: “${data.title.en ?? data.title.ja}”. Open the link, read the figures, and press “Confirm” if they are right. You need no account. It takes about two minutes.`,
      'You can correct the figures there. Corrected figures are used only if the learner agrees. Afterwards two reviewers from elsewhere decide, and the learner consents to the text before it goes into a badge.',
    ],
    action: { label: 'Read and confirm', url: data.url, until: `works until ${englishDate(data.until)}` },
    ignored: 'If you do nothing, nothing is confirmed and no badge is issued. The learner has no disadvantage.',
  }),
  nomination_learner: (data, sender) => ({
    subject: `${sender.nameEn}: ${learnerEn[data.what].subject}`,
    salutation: `Dear ${data.to.name},`,
    paragraphs: [
      learnerEn[data.what].text(data.firm.en ?? data.firm.ja, data.title.en ?? data.title.ja),
      ...(data.reason === undefined ? [] : [`Reason: ${data.reason}`]),
    ],
    action: { label: learnerEn[data.what].action, url: data.url, until: `works until ${englishDate(data.until)}` },
    ignored: learnerEn[data.what].ignored,
  }),
}

const rolesEn: Readonly<Record<string, string>> = {
  administrator: 'administrator',
  secretariat: 'secretariat',
  reviewer: 'reviewer',
  operator: 'course operator',
  employer: 'employer',
  learner: 'learner',
}

const reasonsEn: Readonly<Record<string, string>> = {
  ISSUED_IN_ERROR: 'it was issued in error',
  RESULT_DISPROVED: 'the result that it states turned out not to be so',
  LEARNER_REQUEST: 'you asked for it',
  KEY_COMPROMISE: 'the key that signed it is no longer safe',
  UNDER_CORRECTION: 'what it says is being checked',
}

const statusEn: Record<
  MailData['badge_status']['what'],
  { subject: string; text: (badge: string) => string; more: string[]; ignored: string }
> = {
  revoked: {
    subject: 'your badge was revoked',
    text: (badge) => `We have revoked the badge “${badge}”. This is final: it proves nothing any more.`,
    more: ['Files that you saved and links that you gave show it as revoked. Please ask the contact below if anything is unclear.'],
    ignored: 'You need not do anything. The record that you completed the course stays.',
  },
  suspended: {
    subject: 'your badge is suspended',
    text: (badge) => `We have suspended the badge “${badge}”. Until it is reinstated it proves nothing.`,
    more: ['We write again when it is reinstated. Files that you saved stay invalid then; save them anew.'],
    ignored: 'You need not do anything.',
  },
  reinstated: {
    subject: 'your badge is reinstated',
    text: (badge) => `We have reinstated the badge “${badge}”. Its address and the day of the award are the same.`,
    more: ['Files (PNG, SVG, JSON) that you saved before the suspension stay invalid. Save them anew from the page of the badge.'],
    ignored: 'You need not do anything. The page of the badge is as before.',
  },
}

interface LearnerLetter {
  subject: string
  text: (firm: string, title: string) => string
  action: string
  ignored: string
}

const learnerEn: Record<MailData['nomination_learner']['what'], LearnerLetter> = {
  agree: {
    subject: 'a nomination for your result at work',
    text: (firm, title) =>
      `${firm} wants to nominate your result at work: “${title}”. Read it and choose whether you agree. You have no disadvantage if you do not.`,
    action: 'Read the nomination',
    ignored: 'If you do nothing, the nomination does not go on.',
  },
  corrected: {
    subject: 'corrected figures of your result',
    text: (firm, title) => `${firm} confirmed the result “${title}” with corrected figures. Read them and choose whether you agree.`,
    action: 'See the corrected figures',
    ignored: 'If you do nothing, the nomination does not go on.',
  },
  declined: {
    subject: 'the confirmation of your result',
    text: (firm, title) => `${firm} could not confirm the result “${title}”. You can change it and ask again, or withdraw it.`,
    action: 'Open the nomination',
    ignored: 'If you do nothing, the nomination stays a draft.',
  },
  consent: {
    subject: 'please read the text of your badge',
    text: (_firm, title) =>
      `The result “${title}” was approved. Read the text of the badge and choose whether you agree. If you do, the badge is issued at once; it stays private until you share it.`,
    action: 'Read the text',
    ignored: 'If you do nothing, no badge is issued.',
  },
  returned: {
    subject: 'your nomination was returned',
    text: (_firm, title) => `The nomination of “${title}” was returned. You can change it and submit it again.`,
    action: 'Change the nomination',
    ignored: 'If you do nothing, the nomination stays as it is.',
  },
  rejected: {
    subject: 'the review of your nomination',
    text: (_firm, title) => `The nomination of “${title}” was not approved this time.`,
    action: 'See the decision',
    ignored: 'You need not do anything.',
  },
}
