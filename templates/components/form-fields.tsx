import { Choice, describedBy, Field, type FieldView, TextInput } from './field.tsx'

/** One control of a form, or a group of choices. */
export type FormFieldView =
  | { kind: 'text'; field: FieldView; value: string; type?: 'text' | 'email' }
  | { kind: 'area'; field: FieldView; value: string }
  | { kind: 'select'; field: FieldView; value: string; options: { value: string; label: string }[] }
  | {
      kind: 'choices'
      id: string
      type: 'radio' | 'checkbox'
      name: string
      legend: string
      error?: string
      choices: { value: string; label: string; hint?: string; checked: boolean }[]
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
            rows={3}
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
          <select id={item.field.id} name={item.field.name} aria-describedby={describedBy(item.field)}>
            {item.options.map((option) => (
              <option value={option.value} selected={option.value === item.value}>
                {option.label}
              </option>
            ))}
          </select>
        </Field>
      )
    case 'choices':
      return (
        <fieldset class="stack-tight" id={item.id} aria-describedby={item.error === undefined ? undefined : `${item.id}-error`}>
          <legend class="field__label">{item.legend}</legend>
          {item.error !== undefined && (
            <p class="field__error" id={`${item.id}-error`}>
              {item.error}
            </p>
          )}
          {item.choices.map((choice) => (
            <Choice type={item.type} id={`${item.id}-${choice.value}`} name={item.name} {...choice} />
          ))}
        </fieldset>
      )
  }
}
