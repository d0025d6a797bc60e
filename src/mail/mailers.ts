import { createTransport } from 'nodemailer'
import type { Mail } from '../domain/mail.ts'
import type { Mailer } from '../service/deliver-mails.ts'
import type { Sender } from './letter.ts'
import { renderMail } from './render-letter.ts'

/** A mail server that does not answer within this time counts as gone. */
const SMTP_TIMEOUT_MILLISECONDS = 20_000

/**
 * Sends through a mail server, but for the mails of the demo programme, whose people are invented. The message id follows from the mail's own id, so that a mail that had to be tried again is the same message.
 *
 * @param smtpUrl - `smtp://` or `smtps://`, with the account in it where the server wants one
 */
export const smtpMailer = (smtpUrl: string, from: string, sender: () => Promise<Sender>): Mailer => {
  const transport = createTransport(smtpUrl, { from })
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    deliver: async (mail) => {
      if (mail.isDemo) return 'kept'
      const { subject, text, html } = renderMail(mail, await sender())
      const timeout = AbortSignal.timeout(SMTP_TIMEOUT_MILLISECONDS)
      await Promise.race([
        transport.sendMail({
          to: { name: mail.data.to.name, address: mail.toAddress },
          subject,
          text,
          html,
          messageId: `<${mail.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        }),
        new Promise((_, reject) => timeout.addEventListener('abort', () => reject(new Error('The mail server did not answer in time.')))),
      ])
      return 'sent'
    },
  }
}

/** Where no mail server is set up: mails stay readable in the outbox; `show` prints them where somebody watches the terminal. */
export const keepingMailer = (sender: () => Promise<Sender>, show?: (mail: Mail, text: string) => void): Mailer => ({
  deliver: async (mail) => {
    if (show !== undefined) {
      const { subject, text } = renderMail(mail, await sender())
      show(mail, `${subject}\n\n${text}`)
    }
    return 'kept'
  },
})
