import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { type FieldView, TextInput } from '../components/field.tsx'
import { Empty, type NoticeView } from '../components/notice.tsx'
import { PageHead, Told } from '../components/page-head.tsx'
import { ConsoleLayout, Token } from '../console-layout.tsx'

/** How somebody signs in: passkeys by name, and all sign-ins at once. */
export interface AccountPageView {
  console: ConsoleFrame
  title: string
  lead: string
  notice?: NoticeView
  passkeys: {
    heading: string
    items: {
      id: string
      name: string
      about: string
      rename: { action: string; field: FieldView; button: string }
      remove: { action: string; button: string }
    }[]
    empty: string
    emptyWhen: string
  }
  add: { label: string; to: string; failed: string; needsScript: string }
  sessions: { heading: string; about: string; action: string; button: string }
}

export const AccountPage = (view: AccountPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    <Told notice={view.notice} />
    <section class="sheet sheet-gap" aria-labelledby="passkeys">
      <div class="sheet__part stack">
        <h2 id="passkeys">{view.passkeys.heading}</h2>
        {view.passkeys.items.length === 0 && <Empty what={view.passkeys.empty} when={view.passkeys.emptyWhen} />}
        {view.passkeys.items.map((passkey) => (
          <div class="stack">
            <h3>{passkey.name}</h3>
            <p class="note">{passkey.about}</p>
            <form class="stack" method="post" action={passkey.rename.action}>
              <Token token={view.console.token} />
              <TextInput field={passkey.rename.field} value={passkey.name} />
              <button type="submit" class="button button--second">
                {passkey.rename.button}
              </button>
            </form>
            <form method="post" action={passkey.remove.action}>
              <Token token={view.console.token} />
              <button type="submit" class="button button--second">
                {passkey.remove.button}
              </button>
            </form>
          </div>
        ))}
        <noscript>
          <p>{view.add.needsScript}</p>
        </noscript>
        <div id="passkey" class="row" hidden data-to={view.add.to} data-failed={view.add.failed}>
          <button type="button" class="button" data-passkey="add">
            {view.add.label}
          </button>
          <p role="status" data-passkey="status" />
        </div>
      </div>
    </section>
    <section class="sheet sheet-gap" aria-labelledby="sessions">
      <div class="sheet__part stack">
        <h2 id="sessions">{view.sessions.heading}</h2>
        <p>{view.sessions.about}</p>
        <form method="post" action={view.sessions.action}>
          <Token token={view.console.token} />
          <button type="submit" class="button button--second">
            {view.sessions.button}
          </button>
        </form>
      </div>
    </section>
  </ConsoleLayout>
)
