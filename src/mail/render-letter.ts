import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { MailPage } from '../../templates/mails/mail.tsx'
import type { Mail, MailKind } from '../domain/mail.ts'
import type { Letter, Sender } from './letter.ts'
import { lettersEn } from './letters/en.ts'
import { lettersJa } from './letters/ja.ts'

export interface RenderedMail {
  subject: string
  text: string
  html: string
}

/** A mail as subject, plain text and HTML: Japanese first, English below. */
export const renderMail = <K extends MailKind>(mail: Pick<Mail<K>, 'kind' | 'data'>, sender: Sender): RenderedMail => {
  const ja = { unexpected: 'お心当たりがない場合は、このメールを破棄してください。', ...lettersJa[mail.kind](mail.data, sender) }
  const en = { unexpected: 'If this mail is not for you, please delete it.', ...lettersEn[mail.kind](mail.data, sender) }
  return {
    subject: ja.subject,
    text: [
      ...linesOf(ja, `（${ja.action.until}）`),
      ja.unexpected,
      '-- English --',
      ...linesOf(en, `(${en.action.until})`),
      en.unexpected,
      '--------------------',
      `${sender.nameJa}\n${sender.nameEn}\n${sender.email}\n${sender.url}`,
    ].join('\n\n'),
    html: `<!doctype html>${render(h(MailPage, { ja, en, sender }))}`,
  }
}

const linesOf = (letter: Letter, until: string): string[] => [
  letter.salutation,
  ...letter.paragraphs.map((paragraph) =>
    typeof paragraph === 'string' ? paragraph : paragraph.list.map((line) => `・${line}`).join('\n'),
  ),
  `${letter.action.label}${until}\n${letter.action.url}`,
  letter.ignored,
]
