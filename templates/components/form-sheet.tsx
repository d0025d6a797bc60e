import { FormField, type FormFieldView } from './form-fields.tsx'
import { Phrases } from './phrases.tsx'

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

export const FormSheet = ({ form }: { form: FormView }) => (
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
            <GroupFields group={group} />
          ) : (
            <fieldset class="stack">
              <legend>
                <strong>{group.legend}</strong>
              </legend>
              <GroupFields group={group} />
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
)

const GroupFields = ({ group }: { group: FormView['groups'][number] }) => (
  <>
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
  </>
)
