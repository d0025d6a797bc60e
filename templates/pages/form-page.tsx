import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { Facts, type FactView } from '../components/facts.tsx'
import { ErrorSummary } from '../components/field.tsx'
import { FormSheet, type FormView } from '../components/form-sheet.tsx'
import { LinkList } from '../components/link-list.tsx'
import type { NoticeView } from '../components/notice.tsx'
import { PageHead, Told } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import type { StepView } from '../components/steps.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

export type { FormView } from '../components/form-sheet.tsx'

/** A page that asks somebody for something: what it is about, then one or more forms. For people who came by a mail, without an account. */
export interface FormPageView {
  frame: FrameView
  title: string
  lead: string[]
  steps?: { label: string; steps: StepView[] }
  notice?: NoticeView
  errors?: { heading: string; errors: { fieldId: string; message: string }[] }
  about: {
    id: string
    heading: string
    lines?: string[]
    /** lines that stand for themselves, as a list */
    list?: readonly string[]
    lang?: string
    facts?: FactView[]
    note?: string
  }[]
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
    <PageHead title={view.title} lead={view.lead} {...(view.steps === undefined ? {} : { steps: view.steps })} />
    <Told notice={view.notice} />
    {view.errors !== undefined && view.errors.errors.length > 0 && <ErrorSummary {...view.errors} />}
    {sideBySide === true && view.about.length > 1 ? (
      <div class="two-columns">
        {view.about.map((part) => (
          <About part={part} />
        ))}
      </div>
    ) : (
      view.about.map((part) => <About part={part} />)
    )}
    {view.forms.map((form) => (
      <FormSheet form={form} />
    ))}
    {view.links.length > 0 && <LinkList links={view.links} />}
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
      {part.list !== undefined && (
        <ul class="points">
          {part.list.map((line) => (
            <li>
              <Phrases text={line} />
            </li>
          ))}
        </ul>
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
