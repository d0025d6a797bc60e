import { Choice, ErrorSummary } from './field.tsx'
import { FormField, type FormFieldView } from './form-fields.tsx'
import { Notice, type NoticeView } from './notice.tsx'

/** The holder's own controls: who may see the badge, and whether with the name. */
export interface SharingView {
  /** above the badge: that the holder is looking, who else may, and where to change it */
  hint: { now: string; change: string }
  heading: string
  intro: string
  /** address that takes `visibility` (private, link, public) and `nameShown` (on, or absent) */
  action: string
  /** further fields that the address wants, e.g. a token against forged requests */
  hidden: { name: string; value: string }[]
  legend: string
  choices: { value: string; label: string; hint: string; checked: boolean }[]
  nameShown: { label: string; hint: string; checked: boolean }
  button: string
  saved?: NoticeView
  /** asks the employer to confirm a result at work that rests on this badge */
  ask?: { href: string; label: string }
  /** showing the badge in other places */
  elsewhere: {
    heading: string
    needsSharing?: string
    linkedIn?: { label: string; hint: string; href: string }
    embed?: { label: string; hint: string; code: string; copy: string; done: string }
  }
  /** what is held about the holder, and where to see, correct and erase it */
  ownData: { heading: string; text: string; link: { href: string; label: string } }
  /** tells somebody at work what the holder can do now */
  manager?: {
    heading: string
    intro: string
    action: string
    fields: FormFieldView[]
    button: string
  }
  /** mistakes of the form for the manager's copy */
  errors?: { heading: string; errors: { fieldId: string; message: string }[] }
}

export const SharingHint = ({ sharing }: { sharing: SharingView }) => (
  <div class="sharing-hint no-print" role={sharing.saved === undefined ? undefined : 'status'}>
    {sharing.errors !== undefined && <ErrorSummary {...sharing.errors} />}
    {sharing.saved !== undefined && <Notice notice={sharing.saved} />}
    <p>
      {sharing.hint.now} <a href="#sharing">{sharing.hint.change}</a>
    </p>
  </div>
)

export const Sharing = ({ sharing }: { sharing: SharingView }) => (
  <section class="sheet no-print" id="sharing" aria-labelledby="sharing-heading">
    <div class="sheet__part stack">
      <h2 id="sharing-heading">{sharing.heading}</h2>
      <p>{sharing.intro}</p>
      <form action={sharing.action} method="post" class="stack">
        {sharing.hidden.map((field) => (
          <input type="hidden" name={field.name} value={field.value} />
        ))}
        <fieldset class="stack-tight">
          <legend class="field__label">{sharing.legend}</legend>
          {sharing.choices.map((choice) => (
            <Choice
              type="radio"
              id={`visibility-${choice.value}`}
              name="visibility"
              value={choice.value}
              label={choice.label}
              hint={choice.hint}
              checked={choice.checked}
            />
          ))}
        </fieldset>
        <Choice
          type="checkbox"
          id="name-shown"
          name="nameShown"
          value="on"
          label={sharing.nameShown.label}
          hint={sharing.nameShown.hint}
          checked={sharing.nameShown.checked}
        />
        <button class="button" type="submit">
          {sharing.button}
        </button>
      </form>
      {sharing.ask !== undefined && (
        <p>
          <a class="button button--second" href={sharing.ask.href}>
            {sharing.ask.label}
          </a>
        </p>
      )}
      {sharing.manager !== undefined && <Manager manager={sharing.manager} hidden={sharing.hidden} />}
      <h2>{sharing.elsewhere.heading}</h2>
      {sharing.elsewhere.needsSharing !== undefined && <p>{sharing.elsewhere.needsSharing}</p>}
      {sharing.elsewhere.linkedIn !== undefined && (
        <div class="stack-tight">
          <p>
            <a class="button button--second" href={sharing.elsewhere.linkedIn.href} rel="noopener noreferrer" target="_blank">
              {sharing.elsewhere.linkedIn.label}
            </a>
          </p>
          <p class="note">{sharing.elsewhere.linkedIn.hint}</p>
        </div>
      )}
      {sharing.elsewhere.embed !== undefined && (
        <div class="field">
          <label class="field__label" for="embed">
            {sharing.elsewhere.embed.label}
          </label>
          <p class="field__hint" id="embed-hint">
            {sharing.elsewhere.embed.hint}
          </p>
          <textarea class="input code" id="embed" rows={3} readonly aria-describedby="embed-hint">
            {sharing.elsewhere.embed.code}
          </textarea>
          <div class="row">
            <button class="button button--second button--small" type="button" data-copy="embed" hidden>
              {sharing.elsewhere.embed.copy}
            </button>
            <span class="note" role="status" data-done={sharing.elsewhere.embed.done} />
          </div>
        </div>
      )}
      <h2 id="own-data">{sharing.ownData.heading}</h2>
      <p>{sharing.ownData.text}</p>
      <p>
        <a class="button button--second" href={sharing.ownData.link.href}>
          {sharing.ownData.link.label}
        </a>
      </p>
    </div>
  </section>
)

const Manager = ({ manager, hidden }: { manager: NonNullable<SharingView['manager']>; hidden: SharingView['hidden'] }) => (
  <form action={manager.action} method="post" class="stack" aria-labelledby="manager-heading">
    {hidden.map((field) => (
      <input type="hidden" name={field.name} value={field.value} />
    ))}
    <h2 id="manager-heading">{manager.heading}</h2>
    <p>{manager.intro}</p>
    {manager.fields.map((item) => (
      <FormField item={item} />
    ))}
    <button class="button button--second" type="submit">
      {manager.button}
    </button>
  </form>
)
