import type { FrameView, LinkView } from '../../../templates/layout.tsx'
import type { Role } from '../../domain/actor.ts'
import type { SignedIn } from '../../service/sign-in/sessions.ts'
import { frameView } from '../views/frame.ts'
import { linkTo, type PageContext, wordsOf } from '../views/page-context.ts'
import { sectionsOf } from './sections.ts'

/** What stands around a page behind the sign-in: the frame of every page, the sections of the role, who is signed in, and the way out. */
export interface ConsoleFrame {
  frame: FrameView
  sectionsLabel: string
  sections: (LinkView & { current: boolean })[]
  who: string
  signOut: string
  /** the person's own sign-in settings */
  account: LinkView
  /** other roles of the same person */
  roles: { id: string; label: string }[]
  switchLabel: string
  token: string
}

export const consoleFrame = (
  input: { title: string; path: string; signedIn: SignedIn; token: string; demo: boolean; scripts?: string[] },
  context: PageContext,
): ConsoleFrame => {
  const words = wordsOf(context).console
  const { signedIn } = input
  const role = signedIn.active?.role
  const path = `/console${input.path === '/' ? '' : input.path}`
  return {
    frame: frameView(
      {
        title: input.title,
        demo: input.demo,
        noindex: true,
        signedIn: true,
        ...(input.scripts === undefined ? {} : { scripts: input.scripts }),
      },
      context,
    ),
    sectionsLabel: words.sections,
    sections: (role === undefined ? [] : sectionsOf(role)).map((section) => ({
      href: linkTo(context, section.path),
      label: words.sectionNames[section.name],
      current: section.path === '/console' ? path === '/console' : path === section.path || path.startsWith(`${section.path}/`),
    })),
    who: role === undefined ? signedIn.user.name : words.signedInAs(signedIn.user.name, words.roles[role as Exclude<Role, 'issuer'>]),
    signOut: words.signOut,
    account: { href: linkTo(context, '/console/account'), label: wordsOf(context).account.title },
    roles: signedIn.memberships
      .filter(({ id }) => id !== signedIn.active?.id)
      .map((membership) => ({ id: membership.id, label: words.roles[membership.role] })),
    switchLabel: words.switchRole,
    token: input.token,
  }
}
