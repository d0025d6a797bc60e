import { ErrorSummary, type FieldView, TextInput } from '../components/field.tsx'
import { LinkList } from '../components/link-list.tsx'
import type { NoticeView } from '../components/notice.tsx'
import { PageHead, Told } from '../components/page-head.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** Signing in: ask for a mail link, or use a passkey. */
export interface SignInPageView {
  frame: FrameView
  title: string
  lead: string
  notice?: NoticeView
  errorHeading: string
  email: FieldView
  value: string
  to: string
  submit: string
  /** other ways; the passkey's button works only with JavaScript and is shown by it */
  passkey: { heading: string; about: string; button: string; failed: string }
  office?: { heading: string; button: LinkView }
}

export const SignInPage = (view: SignInPageView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} lead={view.lead} />
    <Told notice={view.notice} />
    {view.email.error !== undefined && (
      <ErrorSummary heading={view.errorHeading} errors={[{ fieldId: view.email.id, message: view.email.error }]} />
    )}
    <section class="sheet sheet-gap">
      <form class="sheet__part stack" method="post" action="/sign-in">
        <input type="hidden" name="to" value={view.to} />
        <TextInput field={view.email} value={view.value} type="email" />
        <button type="submit" class="button">
          {view.submit}
        </button>
      </form>
    </section>
    {view.office !== undefined && (
      <section class="sheet">
        <div class="sheet__part stack">
          <h2>{view.office.heading}</h2>
          <a class="button button--second" href={view.office.button.href}>
            {view.office.button.label}
          </a>
        </div>
      </section>
    )}
    <section class="sheet" id="passkey" hidden data-to={view.to} data-failed={view.passkey.failed}>
      <div class="sheet__part stack">
        <h2>{view.passkey.heading}</h2>
        <p>{view.passkey.about}</p>
        <button type="button" class="button button--second" data-passkey="use">
          {view.passkey.button}
        </button>
        <p role="status" data-passkey="status" />
      </div>
    </section>
  </Layout>
)

/** One step with one button: the mail was sent, use the link, make a passkey. */
export interface SignInStepView {
  frame: FrameView
  title: string
  paragraphs: string[]
  form?: { action: string; hidden: { name: string; value: string }[]; submit: string }
  passkey?: { use?: string; add?: string; to: string; failed: string; needsScript: string }
  links: LinkView[]
}

export const SignInStepPage = (view: SignInStepView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} />
    <section class="sheet">
      <div class="sheet__part stack">
        {view.paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        {view.form !== undefined && (
          <form method="post" action={view.form.action}>
            {view.form.hidden.map((field) => (
              <input type="hidden" name={field.name} value={field.value} />
            ))}
            <button type="submit" class="button">
              {view.form.submit}
            </button>
          </form>
        )}
        {view.passkey !== undefined && (
          <>
            <noscript>
              <p>{view.passkey.needsScript}</p>
            </noscript>
            <div id="passkey" class="row" hidden data-to={view.passkey.to} data-failed={view.passkey.failed}>
              {view.passkey.use !== undefined && (
                <button type="button" class="button" data-passkey="use">
                  {view.passkey.use}
                </button>
              )}
              {view.passkey.add !== undefined && (
                <button type="button" class={view.passkey.use === undefined ? 'button' : 'button button--second'} data-passkey="add">
                  {view.passkey.add}
                </button>
              )}
              <p role="status" data-passkey="status" />
            </div>
          </>
        )}
        {view.links.length > 0 && <LinkList links={view.links} />}
      </div>
    </section>
  </Layout>
)
