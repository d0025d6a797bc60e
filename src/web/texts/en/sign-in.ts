import type { signIn as ja } from '../ja/sign-in.ts'

/** Signing in: mail link, passkey, the office's own sign-in. */
export const signIn: typeof ja = {
  title: 'Sign in',
  lead: 'There are no passwords. You sign in with a link that we mail you, or with a passkey.',
  email: 'E-mail address',
  emailHint: 'The address that is registered. Learners: the one that you gave to your course.',
  required: 'required',
  submit: 'Send me a link',
  errorHeading: 'Nothing was sent',
  emailError: 'This is no e-mail address, e.g. name@example.jp',
  passkeyHeading: 'Sign in with a passkey',
  passkeyAbout: 'It uses the lock of your device: finger, face or code.',
  passkeyUse: 'Use a passkey',
  passkeyAdd: 'Make a passkey',
  passkeyFailed: 'That did not work. Please try again.',
  needsScript: 'Passkeys need JavaScript. Please switch it on in your browser.',
  officeHeading: 'For staff',
  officeButton: 'Sign in with your office account',
  officeFailed: {
    refused:
      'The office account did not sign you in. Please start again. If it continues, ask the administrator of this service whether your account is registered.',
    unreachable: 'The sign-in of your office does not answer now. Wait a little and try again, or use a passkey or a mail link.',
  },
  sent: {
    title: 'Look into your mail',
    paragraphs: [
      'If the address is registered, we have sent a link to it. It works for 15 minutes.',
      'Open it in this browser. If nothing arrives, look into the spam folder and check the address.',
    ],
    again: 'Send it again',
  },
  link: { title: 'Sign in', paragraphs: ['Press the button to sign in. The link works once.'], submit: 'Sign in' },
  second: {
    title: 'A passkey is needed',
    paragraphs: [
      'In this role you see other people’s data, so a mail link or an office account alone does not let you in.',
      'If you are here for the first time, make a passkey on this device. If you have one, use it.',
    ],
  },
}
