import type { ComponentChildren } from 'preact'
import type { ConsoleFrame } from '../src/web/console/console-frame.ts'
import { Layout } from './layout.tsx'

/** The hidden field that every form behind the sign-in carries. */
export const Token = ({ token }: { token: string }) => <input type="hidden" name="token" value={token} />

/** A page behind the sign-in. */
export const ConsoleLayout = ({ console: view, children }: { console: ConsoleFrame; children: ComponentChildren }) => (
  <Layout frame={view.frame}>
    <div class="console-bar">
      <p class="console-bar__who">{view.who}</p>
      {view.roles.map((role) => (
        <form method="post" action="/sign-in/role">
          <Token token={view.token} />
          <input type="hidden" name="membership" value={role.id} />
          <button type="submit" class="link-button">
            {view.switchLabel}
            {role.label}
          </button>
        </form>
      ))}
      <a href={view.account.href}>{view.account.label}</a>
      <form method="post" action="/sign-out">
        <Token token={view.token} />
        <button type="submit" class="link-button">
          {view.signOut}
        </button>
      </form>
    </div>
    {view.sections.length > 1 && (
      <nav class="console-sections" aria-label={view.sectionsLabel}>
        <ul>
          {view.sections.map((section) => (
            <li>
              <a href={section.href} aria-current={section.current ? 'page' : undefined}>
                {section.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    )}
    {children}
  </Layout>
)
