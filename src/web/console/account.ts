import { AccountPage } from '../../../templates/pages/account-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { nameOwnPasskey, readOwnAccount, signOutEverywhere } from '../../service/sign-in/own-account.ts'
import { removePasskey } from '../../service/sign-in/passkeys.ts'
import { closeSession } from '../session.ts'
import { dayText } from '../views/dates.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

const roles = ['administrator', 'secretariat', 'reviewer', 'operator', 'employer', 'learner'] as const
const path = '/console/account'

/** Everybody's own sign-in: passkeys, and signing out everywhere. */
export const accountRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/account',
    roles,
    run: async ({ deps, signedIn, query, context, frame }) => {
      const words = wordsOf(context).account
      const signIn = wordsOf(context).signIn
      const { passkeys, sessions } = await readOwnAccount(deps, signedIn)
      const day = (at: Date): string => dayText(jstDay(at), context.language)
      const done = query['done'] === 'renamed' ? words.renamed : query['done'] === 'removed' ? words.removed : undefined
      return {
        page: AccountPage({
          console: frame(words.title, ['sign-in-page']),
          title: words.title,
          lead: words.lead,
          ...(done === undefined ? {} : { notice: { text: done } }),
          passkeys: {
            heading: words.passkeys,
            items: passkeys.map((passkey, n) => ({
              id: passkey.id,
              name: passkey.name ?? words.unnamed,
              about: words.made(day(passkey.createdAt), passkey.usedAt === undefined ? undefined : day(passkey.usedAt)),
              rename: {
                action: `${path}/passkeys/${passkey.id}/name`,
                field: { id: `name-${n}`, name: 'name', label: words.name, hint: words.nameHint },
                button: words.rename,
              },
              remove: { action: `${path}/passkeys/${passkey.id}/remove`, button: words.remove },
            })),
            empty: words.none,
            emptyWhen: words.noneWhen,
          },
          add: { label: signIn.passkeyAdd, to: path, failed: signIn.passkeyFailed, needsScript: signIn.needsScript },
          sessions: {
            heading: words.sessions,
            about: words.sessionsAbout(sessions),
            action: `${path}/sign-out-everywhere`,
            button: words.signOutEverywhere,
          },
        }),
      }
    },
  },
  {
    method: 'post',
    path: '/account/passkeys/:id/name',
    roles,
    run: async ({ deps, signedIn, params, form, context }) => {
      await nameOwnPasskey(deps, signedIn, params['id'] as string, form.get('name') ?? '')
      return { to: linkTo(context, `${path}?done=renamed`) }
    },
  },
  {
    method: 'post',
    path: '/account/passkeys/:id/remove',
    roles,
    run: async ({ deps, signedIn, params, context }) => {
      await removePasskey(deps, signedIn, params['id'] as string)
      return { to: linkTo(context, `${path}?done=removed`) }
    },
  },
  {
    method: 'post',
    path: '/account/sign-out-everywhere',
    roles,
    run: async ({ web, deps, signedIn, response, context }) => {
      await signOutEverywhere(deps, signedIn)
      closeSession(web, response)
      return { to: linkTo(context, '/') }
    },
  },
]
