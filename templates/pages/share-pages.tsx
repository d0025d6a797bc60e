import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { BadgeLedger, type LedgerView } from '../components/badge-ledger.tsx'
import { describedBy, ErrorSummary, Field, type FieldView, TextInput } from '../components/field.tsx'
import { Choices, type ChoiceView, FormField } from '../components/form-fields.tsx'
import { Empty, Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Table } from '../components/table.tsx'
import { Verdict, type VerdictState, VerdictTag, type VerdictView } from '../components/verdict.tsx'
import { ConsoleLayout, Token } from '../console-layout.tsx'
import { type FrameView, Layout } from '../layout.tsx'

/** The learner's own badges. */
export interface MyBadgesView {
  console: ConsoleFrame
  title: string
  lead: string
  columns: { head: string; kind?: 'name'; labelled?: boolean }[]
  badges: { href: string; name: string; awarded: string; state: VerdictState; word: string; visibility: string }[]
  empty: string
  emptyWhen: string
  shareLinks: { href: string; label: string }
}

export const MyBadgesPage = (view: MyBadgesView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    {view.badges.length === 0 ? (
      <Empty what={view.empty} when={view.emptyWhen} />
    ) : (
      <section class="sheet" aria-label={view.title}>
        <div class="sheet__part stack">
          <Table
            caption={view.title}
            captionSpokenOnly
            columns={view.columns}
            rows={view.badges.map((badge) => [
              <a href={badge.href}>{badge.name}</a>,
              badge.awarded,
              <VerdictTag state={badge.state} word={badge.word} />,
              badge.visibility,
            ])}
          />
          <p>
            <a class="button button--second" href={view.shareLinks.href}>
              {view.shareLinks.label}
            </a>
          </p>
        </div>
      </section>
    )}
  </ConsoleLayout>
)

/** Links for one reader: a form, and those that were made, with their logs. */
export interface ShareLinksView {
  console: ConsoleFrame
  title: string
  lead: string
  made?: { heading: string; about: string; label: string; address: string }
  errors?: { heading: string; items: { fieldId: string; message: string }[] }
  heading: string
  badges: { legend: string; error?: string; choices: ChoiceView[] }
  recipient: { field: FieldView; value: string }
  employer: { field: FieldView; value: string; options: { value: string; label: string }[] }
  fields: { legend: string; hint: string; choices: ChoiceView[] }
  days: { field: FieldView; value: string }
  views: { field: FieldView; value: string }
  submit: string
  list: {
    heading: string
    columns: { head: string; kind?: 'name'; labelled?: boolean }[]
    links: {
      recipient: string
      badges: string
      until: string
      opened: string
      log: string[]
      state: string
      withdraw?: { action: string; label: string; about: string }
    }[]
    none: string
    noneWhen: string
  }
}

const NumberInput = ({ field, value }: { field: FieldView; value: string }) => (
  <Field field={field}>
    <input
      class="input input--number"
      id={field.id}
      name={field.name}
      inputMode="numeric"
      value={value}
      required
      aria-describedby={describedBy(field)}
      aria-invalid={field.error === undefined ? undefined : 'true'}
    />
  </Field>
)

export const ShareLinksPage = (view: ShareLinksView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    {view.errors !== undefined && <ErrorSummary heading={view.errors.heading} errors={view.errors.items} />}
    {view.made !== undefined && (
      <section class="sheet" aria-labelledby="made" role="status">
        <div class="sheet__part stack-tight">
          <h2 id="made">{view.made.heading}</h2>
          <p>{view.made.about}</p>
          <label class="field__label" for="address">
            {view.made.label}
          </label>
          <input class="input code" id="address" readonly value={view.made.address} />
        </div>
      </section>
    )}
    {view.badges.choices.length > 0 && (
      <section class="sheet sheet-gap" aria-labelledby="make">
        <form class="sheet__part stack" method="post" action="/console/shares">
          <Token token={view.console.token} />
          <h2 id="make">{view.heading}</h2>
          <Choices id="badges" type="checkbox" name="badge" {...view.badges} />
          <FormField item={{ kind: 'select', ...view.employer }} />
          <TextInput field={view.recipient.field} value={view.recipient.value} />
          <Choices id="field" type="checkbox" name="field" {...view.fields} />
          <div class="number-pair">
            <NumberInput {...view.days} />
            <NumberInput {...view.views} />
          </div>
          <button class="button" type="submit">
            {view.submit}
          </button>
        </form>
      </section>
    )}
    <section class="sheet sheet-gap" aria-labelledby="links">
      <div class="sheet__part stack">
        <h2 id="links">{view.list.heading}</h2>
        {view.list.links.length === 0 ? (
          <Empty what={view.list.none} when={view.list.noneWhen} />
        ) : (
          <Table
            caption={view.list.heading}
            captionSpokenOnly
            columns={view.list.columns}
            rows={view.list.links.map((link) => [
              link.recipient,
              link.badges,
              link.until,
              <>
                {link.opened}
                {link.log.map((line) => (
                  <>
                    <br />
                    <span class="note">{line}</span>
                  </>
                ))}
              </>,
              <>
                {link.state}
                {link.withdraw !== undefined && (
                  <form method="post" action={link.withdraw.action}>
                    <Token token={view.console.token} />
                    <button class="link-button" type="submit">
                      {link.withdraw.label}
                      <span class="only-spoken">: {link.withdraw.about}</span>
                    </button>
                  </form>
                )}
              </>,
            ])}
          />
        )}
      </div>
    </section>
  </ConsoleLayout>
)

/** What the reader of such a link sees: each badge checked now, with what its holder chose. */
export interface SharedPageView {
  frame: FrameView
  title: string
  lead: string
  note: string
  badges: { id: string; verdict: VerdictView; ledger: LedgerView }[]
}

export const SharedPage = (view: SharedPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead} />
    <Notice notice={{ text: view.note }} />
    {view.badges.map((badge) => (
      <article class="sheet sheet-gap" aria-labelledby={`verdict-${badge.id}`}>
        <Verdict verdict={badge.verdict} id={`verdict-${badge.id}`} />
        <BadgeLedger ledger={badge.ledger} headingLevel={2} prefix={`${badge.id}-`} />
      </article>
    ))}
  </Layout>
)

/** A link that opens nothing: one page for every reason. */
export const SharedClosedPage = (view: { frame: FrameView; title: string; text: string }) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} />
    <section class="sheet">
      <div class="sheet__part">
        <p>{view.text}</p>
      </div>
    </section>
  </Layout>
)
