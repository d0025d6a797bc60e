import type { ComponentChildren } from 'preact'
import { Icon } from './icons.tsx'

/** A field of a form: label above, hint, then error, then the control. */
export interface FieldView {
  id: string
  name: string
  label: string
  hint?: string
  error?: string
  /** 必須, where the field must be filled */
  need?: string
}

/** The ids that the control refers to with `aria-describedby`. */
export const describedBy = (field: FieldView): string | undefined =>
  [field.hint === undefined ? undefined : `${field.id}-hint`, field.error === undefined ? undefined : `${field.id}-error`]
    .filter((id) => id !== undefined)
    .join(' ') || undefined

export const Field = ({ field, children }: { field: FieldView; children: ComponentChildren }) => (
  <div class={field.error === undefined ? 'field' : 'field field--error'}>
    <label class="field__label" for={field.id}>
      {field.label}
      {field.need !== undefined && <span class="field__need">{field.need}</span>}
    </label>
    {field.hint !== undefined && (
      <p class="field__hint" id={`${field.id}-hint`}>
        {field.hint}
      </p>
    )}
    {field.error !== undefined && (
      <p class="field__error" id={`${field.id}-error`}>
        <Icon name="error" />
        <span>{field.error}</span>
      </p>
    )}
    {children}
  </div>
)

export const TextInput = ({
  field,
  value,
  type = 'text',
}: {
  field: FieldView
  value?: string
  type?: 'text' | 'email' | 'url' | 'date'
}) => (
  <Field field={field}>
    <input
      class="input"
      id={field.id}
      name={field.name}
      type={type as 'text'} // preact's types know one kind of input at a time; these four take the same attributes
      value={value}
      required={field.need !== undefined}
      aria-describedby={describedBy(field)}
      aria-invalid={field.error === undefined ? undefined : 'true'}
    />
  </Field>
)

/** All mistakes of a form on its top, each a link to its field. It has the focus when the page opens, with or without JavaScript. */
export const ErrorSummary = ({ heading, errors }: { heading: string; errors: { fieldId: string; message: string }[] }) => (
  <div class="error-summary" role="alert" aria-labelledby="error-summary" tabIndex={-1} autofocus>
    <h2 id="error-summary">{heading}</h2>
    <ul>
      {errors.map((error) => (
        <li>
          <a href={`#${error.fieldId}`}>{error.message}</a>
        </li>
      ))}
    </ul>
  </div>
)

/** One of several, or yes and no: a control with its label and what it means. */
export const Choice = (props: {
  type: 'radio' | 'checkbox'
  id: string
  name: string
  value: string
  label: string
  hint?: string
  checked: boolean
  /** the mistake that concerns it, where there is one */
  errorId?: string | undefined
}) => (
  <label class="choice" for={props.id}>
    <input
      type={props.type}
      id={props.id}
      name={props.name}
      value={props.value}
      checked={props.checked}
      aria-describedby={[props.hint === undefined ? undefined : `${props.id}-hint`, props.errorId].filter(Boolean).join(' ') || undefined}
      aria-invalid={props.errorId === undefined ? undefined : 'true'}
    />
    <span>
      {props.label}
      {props.hint !== undefined && (
        <span class="choice__hint" id={`${props.id}-hint`}>
          {props.hint}
        </span>
      )}
    </span>
  </label>
)
