import { Facts, type FactView } from '../components/facts.tsx'
import { Choice, ErrorSummary, Field, type FieldView } from '../components/field.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Notice, type NoticeView } from '../components/notice.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** One question of a form: some options to choose from, or words of one's own. */
export type QuestionView =
  | {
      kind: 'choices'
      id: string
      name: string
      legend: string
      hint?: string
      error?: string
      type: 'radio' | 'checkbox'
      options: { value: string; label: string; hint?: string; checked: boolean }[]
    }
  | { kind: 'words'; field: FieldView; value: string }

/** A page that asks somebody without an account a few questions, by the link of a mail. */
export interface AnswerPageView {
  frame: FrameView
  title: string
  lead: string[]
  notice?: NoticeView
  facts?: { label: string; facts: FactView[] }
  errors?: { heading: string; errors: { fieldId: string; message: string }[] }
  form?: {
    action: string
    hidden: { name: string; value: string }[]
    questions: QuestionView[]
    buttons: { name: string; value: string; label: string; second: boolean }[]
  }
  /** opens another form with what was answered here */
  next?: { action: string; hidden: { name: string; value: string }[]; label: string }
  links: LinkView[]
}

export const AnswerPage = (view: AnswerPageView) => (
  <Layout frame={view.frame} narrow>
    <div class="page-title">
      <h1>{view.title}</h1>
      {view.lead.map((line) => (
        <p>{line}</p>
      ))}
    </div>
    {view.errors !== undefined && <ErrorSummary heading={view.errors.heading} errors={view.errors.errors} />}
    <section class="sheet" aria-label={view.title}>
      <div class="sheet__part stack">
        {view.notice !== undefined && <Notice notice={view.notice} />}
        {view.facts !== undefined && (
          <section aria-labelledby="facts" class="stack-tight">
            <h2 id="facts">{view.facts.label}</h2>
            <Facts facts={view.facts.facts} />
          </section>
        )}
        {view.form !== undefined && (
          <form action={view.form.action} method="post" class="stack">
            {view.form.hidden.map((field) => (
              <input type="hidden" name={field.name} value={field.value} />
            ))}
            {view.form.questions.map((question) => (
              <Question question={question} />
            ))}
            <p class="row">
              {view.form.buttons.map((button) => (
                <button class={button.second ? 'button button--second' : 'button'} type="submit" name={button.name} value={button.value}>
                  {button.label}
                </button>
              ))}
            </p>
          </form>
        )}
        {view.next !== undefined && (
          <form action={view.next.action} method="post">
            {view.next.hidden.map((field) => (
              <input type="hidden" name={field.name} value={field.value} />
            ))}
            <button class="button" type="submit">
              {view.next.label}
            </button>
          </form>
        )}
        {view.links.length > 0 && <LinkList links={view.links} />}
      </div>
    </section>
  </Layout>
)

const Question = ({ question }: { question: QuestionView }) =>
  question.kind === 'words' ? (
    <Field field={question.field}>
      <textarea class="input" id={question.field.id} name={question.field.name} rows={4} maxLength={2000}>
        {question.value}
      </textarea>
    </Field>
  ) : (
    <fieldset class="stack-tight" id={question.id}>
      <legend class="field__label">{question.legend}</legend>
      {question.hint !== undefined && <p class="field__hint">{question.hint}</p>}
      {question.error !== undefined && <p class="field__error">{question.error}</p>}
      {question.options.map((option, place) => (
        <Choice
          type={question.type}
          id={`${question.id}-${place}`}
          name={question.name}
          value={option.value}
          label={option.label}
          hint={option.hint}
          checked={option.checked}
        />
      ))}
    </fieldset>
  )
