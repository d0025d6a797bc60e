import type { account as ja } from '../ja/account.ts'

/** How somebody signs in: passkeys and sign-ins. */
export const account: typeof ja = {
  title: 'Sign-in settings',
  lead: 'Your passkeys, and the browsers in which you are signed in.',
  passkeys: 'Passkeys',
  unnamed: 'Passkey without a name',
  made: (day, used) => (used === undefined ? `Made on ${day}; not used yet.` : `Made on ${day}; last used on ${used}.`),
  name: 'Name of this passkey',
  nameHint: 'e.g. computer at work',
  rename: 'Change the name',
  remove: 'Remove this passkey',
  none: 'You have no passkey.',
  noneWhen: 'With one you sign in without a link by mail.',
  renamed: 'The name is changed.',
  removed: 'The passkey is removed.',
  sessions: 'Sign-ins',
  sessionsAbout: (count) => `You are signed in ${count} time(s), this browser included. If you lost a device, end all of them.`,
  signOutEverywhere: 'Sign out everywhere',
}
