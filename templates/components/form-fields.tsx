import { Choice, describedBy, Field, type FieldView, TextInput } from './field.tsx'
import { Icon } from './icons.tsx'

export interface ChoiceView {
  value: string
  label: string
  hint?: string
  checked: boolean
}

/** One control of a form, or a group of choices. */
export type FormFieldView =
  | { kind: 'text'; field: FieldView; value: string; type?: 'text' | 'email' }
  | { kind: 'area'; field: FieldView; value: string; rows?: number }
  | { kind: 'select'; field: FieldView; value: string; options: { value: string; label: string }[] }
  /** one tick that stands for itself, e.g. a consent */
  | { kind: 'tick'; id: string; name: string; error?: string; choice: ChoiceView }
  | {
      kind: 'choices'
      id: string
      type: 'radio' | 'checkbox'
      name: string
      legend: string
      hint?: string
      error?: string
      choices: ChoiceView[]
    }

export const FormField = ({ item }: { item: FormFieldView }) => {
  switch (item.kind) {
    case 'text':
      return <TextInput field={item.field} value={item.value} {...(item.type === undefined ? {} : { type: item.type })} />
    case 'area':
      return (
        <Field field={item.field}>
          <textarea
            id={item.field.id}
            name={item.field.name}
            rows={item.rows ?? 3}
            maxLength={4000}
            required={item.field.need !== undefined}
            aria-describedby={describedBy(item.field)}
            aria-invalid={item.field.error === undefined ? undefined : 'true'}
          >
            {item.value}
          </textarea>
        </Field>
      )
    case 'select':
      return (
        <Field field={item.field}>
          <select
            id={item.field.id}
            name={item.field.name}
            aria-describedby={describedBy(item.field)}
            aria-invalid={item.field.error === undefined ? undefined : 'true'}
          >
            {item.options.map((option) => (
              <option value={option.value} selected={option.value === item.value}>
                {option.label}
              </option>
            ))}
          </select>
        </Field>
      )
    case 'tick':
      return (
        <div class={item.error === undefined ? 'stack-tight' : 'stack-tight field--error'}>
          {item.error !== undefined && <GroupError id={item.id} error={item.error} />}
          <Choice type="checkbox" id={item.id} name={item.name} errorId={errorIdOf(item)} {...item.choice} />
        </div>
      )
    case 'choices':
      return <Choices {...item} />
  }
}

const errorIdOf = ({ id, error }: { id: string; error?: string }): string | undefined => (error === undefined ? undefined : `${id}-error`)

const GroupError = ({ id, error }: { id: string; error: string }) => (
  <p class="field__error" id={`${id}-error`}>
    <Icon name="error" />
    <span>{error}</span>
  </p>
)

/**
 * Several choices under one legend. A mistake marks the group of radio buttons, or each tick: a single radio button cannot be invalid (ARIA 1.2,
 * `aria-invalid`). The group takes the focus when the error summary leads to it.
 */
export const Choices = (item: Omit<Extract<FormFieldView, { kind: 'choices' }>, 'kind'>) => {
  const isInvalid = item.error !== undefined
  const ids = [item.hint === undefined ? undefined : `${item.id}-hint`, errorIdOf(item)].filter((id) => id !== undefined)
  return (
    <fieldset
      class={isInvalid ? 'stack-tight field--error' : 'stack-tight'}
      id={item.id}
      tabIndex={isInvalid ? -1 : undefined}
      role={item.type === 'radio' ? 'radiogroup' : undefined}
      aria-invalid={isInvalid && item.type === 'radio' ? 'true' : undefined}
      aria-describedby={ids.join(' ') || undefined}
    >
      <legend class="field__label">{item.legend}</legend>
      {item.hint !== undefined && (
        <p class="field__hint" id={`${item.id}-hint`}>
          {item.hint}
        </p>
      )}
      {item.error !== undefined && <GroupError id={item.id} error={item.error} />}
      {item.choices.map((choice) => (
        <Choice
          type={item.type}
          id={`${item.id}-${choice.value}`}
          name={item.name}
          errorId={item.type === 'checkbox' ? errorIdOf(item) : undefined}
          {...choice}
        />
      ))}
    </fieldset>
  )
}
