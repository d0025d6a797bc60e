import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { Facts, type FactView } from '../components/facts.tsx'
import { ErrorSummary } from '../components/field.tsx'
import { FormField, type FormFieldView } from '../components/form-fields.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Notice, type NoticeView } from '../components/notice.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Steps, type StepView } from '../components/steps.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** A form as ready text. The first button is what the page is for. */
export interface FormView {
  id: string
  heading?: string
  lead?: string
  action: string
  hidden: { name: string; value: string }[]
  /** `folded`: fields that few people need, behind a summary */
  groups: { legend?: string; fields: FormFieldView[]; folded?: { summary: string; open: boolean; fields: FormFieldView[] } }[]
  buttons: { name: string; value: string; label: string; second?: boolean }[]
  note?: string
}

/** A page that asks somebody for something: what it is about, then one or more forms. For people who came by a mail, without an account. */
export interface FormPageView {
  frame: FrameView
  title: string
  lead: string[]
  steps?: { label: string; steps: StepView[] }
  notice?: NoticeView
  errors?: { heading: string; errors: { fieldId: string; message: string }[] }
  about: { id: string; heading: string; lines?: string[]; lang?: string; facts?: FactView[]; note?: string }[]
  forms: FormView[]
  links: LinkView[]
}

export const FormPage = (view: FormPageView) => (
  <Layout frame={view.frame} narrow>
    <FormBody view={view} />
  </Layout>
)

/** The same behind the sign-in; what it is about stands side by side where there is room. */
export const ConsoleFormPage = (view: Omit<FormPageView, 'frame'> & { console: ConsoleFrame }) => (
  <ConsoleLayout console={view.console}>
    <FormBody view={view} sideBySide />
  </ConsoleLayout>
)

const FormBody = ({ view, sideBySide }: { view: Omit<FormPageView, 'frame'>; sideBySide?: boolean }) => (
  <>
    <div class="page-title">
      <h1>
        <Phrases text={view.title} />
      </h1>
      {view.lead.map((line) => (
        <p>
          <Phrases text={line} />
        </p>
      ))}
    </div>
    {view.steps !== undefined && <Steps label={view.steps.label} steps={view.steps.steps} />}
    {view.notice !== undefined && (
      <div role="status">
        <Notice notice={view.notice} />
      </div>
    )}
    {view.errors !== undefined && view.errors.errors.length > 0 && <ErrorSummary {...view.errors} />}
    <div class={sideBySide === true ? 'two-columns' : undefined}>
      {view.about.map((part) => (
        <About part={part} />
      ))}
    </div>
    {view.forms.map((form) => (
      <section class="sheet" aria-labelledby={form.heading === undefined ? undefined : `${form.id}-heading`}>
        <div class="sheet__part stack">
          {form.heading !== undefined && <h2 id={`${form.id}-heading`}>{form.heading}</h2>}
          {form.lead !== undefined && (
            <p>
              <Phrases text={form.lead} />
            </p>
          )}
          <form class="stack" method="post" action={form.action} id={form.id}>
            {form.hidden.map((field) => (
              <input type="hidden" name={field.name} value={field.value} />
            ))}
            {form.groups.map((group) =>
              group.legend === undefined ? (
                group.fields.map((item) => <FormField item={item} />)
              ) : (
                <fieldset class="stack">
                  <legend>
                    <strong>{group.legend}</strong>
                  </legend>
                  {group.fields.map((item) => (
                    <FormField item={item} />
                  ))}
                  {group.folded !== undefined && (
                    <details open={group.folded.open}>
                      <summary>{group.folded.summary}</summary>
                      <div class="stack">
                        {group.folded.fields.map((item) => (
                          <FormField item={item} />
                        ))}
                      </div>
                    </details>
                  )}
                </fieldset>
              ),
            )}
            {form.buttons.map((button) => (
              <p>
                <button
                  class={button.second === true ? 'button button--second button--wide' : 'button button--wide'}
                  type="submit"
                  name={button.name}
                  value={button.value}
                  formNoValidate={button.second === true}
                >
                  {button.label}
                </button>
              </p>
            ))}
            {form.note !== undefined && (
              <p class="note">
                <Phrases text={form.note} />
              </p>
            )}
          </form>
        </div>
      </section>
    ))}
    <LinkList links={view.links} />
  </>
)

const About = ({ part }: { part: FormPageView['about'][number] }) => (
  <section class="sheet" aria-labelledby={part.id}>
    <div class="sheet__part stack">
      <h2 id={part.id}>{part.heading}</h2>
      {part.lines !== undefined && (
        <div lang={part.lang}>
          {part.lines.map((line) => (
            <p>{line}</p>
          ))}
        </div>
      )}
      {part.facts !== undefined && <Facts facts={part.facts} />}
      {part.note !== undefined && (
        <p class="note">
          <Phrases text={part.note} />
        </p>
      )}
    </div>
  </section>
)
