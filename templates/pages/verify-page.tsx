import type { ComponentChildren } from 'preact'
import { BadgeLedger, type LedgerView } from '../components/badge-ledger.tsx'
import { CheckList, type QuestionView } from '../components/check-list.tsx'
import { Facts, type FactView } from '../components/facts.tsx'
import { describedBy, ErrorSummary, Field, type FieldView, TextInput } from '../components/field.tsx'
import { Icon } from '../components/icons.tsx'
import { Notice, type NoticeView } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { SameHere, type SameHereView } from '../components/same-here.tsx'
import { Table } from '../components/table.tsx'
import { Technical, type TechnicalView } from '../components/technical.tsx'
import { Verdict, type VerdictState, VerdictTag, type VerdictView } from '../components/verdict.tsx'
import { type ActionView, type FrameView, Layout } from '../layout.tsx'

export interface VerifyFormView {
  action: string
  hidden: { name: string; value: string }[]
  /** the field `text` */
  addresses: FieldView & { value: string }
  /** the field `recipient`: an e-mail address or a DID */
  recipient: FieldView & { value: string }
  dropHere: string
  fileKinds: string
  chooseFile: string
  camera: { start: string; stop: string; looking: string; refused: string; none: string; foreign: string; noAddress: string }
  /** what the scripts write: counts and names */
  words: { submitOne: string; submitMany: string; chosen: string }
  submit: string
  notKept: string
}

/** One result in a list. */
export interface ResultRowView {
  state: VerdictState
  word: string
  holder: string
  badge: string
  found: string
  input: { text: string; href?: string }
}

/** A single result in full. */
export interface OneResultView {
  kind: 'one'
  heading: string
  /** what was checked: a file's name, an address */
  input: FactView[]
  verdict: VerdictView
  notices: NoticeView[]
  /** without the colours of the programme, where the issuer is not on the register (SECURITY T5) */
  foreign: boolean
  ledger?: LedgerView
  stub: { label: string; heading: string; questions: QuestionView[]; sameHere?: SameHereView; notHere?: string }
  contained?: ResultListView
  technical: TechnicalView
  actions: ActionView[]
  printButton: string
  /** a form that gives a proof of this verification as a file */
  keep?: { action: string; field: { id: string; name: string; value: string }; label: string; hint: string }
}

export interface ResultListView {
  caption: string
  heads: { verdict: string; holder: string; badge: string; found: string; input: string }
  rows: ResultRowView[]
}

/** Several results as a table with counts. */
export interface ManyResultsView {
  kind: 'many'
  heading: string
  checkedAt: string
  counts: { count: number; unit: string; state: VerdictState; word: string }[]
  list: ResultListView
  notices: NoticeView[]
  printButton: string
  /** a form that gives the table as a file */
  table?: { action: string; fields: { name: string; value: string }[]; label: string }
}

export interface VerifyPageView {
  frame: FrameView
  title: string
  intro: string
  form: VerifyFormView
  problems?: { heading: string; errors: { fieldId: string; message: string }[] }
  result?: OneResultView | ManyResultsView
}

export const VerifyPage = (view: VerifyPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.intro} />
    {view.problems !== undefined && <ErrorSummary heading={view.problems.heading} errors={view.problems.errors} />}
    {view.result?.kind === 'one' && <OneResult result={view.result} />}
    {view.result?.kind === 'many' && <ManyResults result={view.result} />}
    <VerifyForm form={view.form} />
  </Layout>
)

const VerifyForm = ({ form }: { form: VerifyFormView }) => (
  <form
    class="sheet no-print"
    action={form.action}
    method="post"
    encType="multipart/form-data"
    id="verify-form"
    data-submit-one={form.words.submitOne}
    data-submit-many={form.words.submitMany}
  >
    {form.hidden.map((field) => (
      <input type="hidden" name={field.name} value={field.value} />
    ))}
    <div class="sheet__part ways">
      <Field field={form.addresses}>
        <textarea
          class="input"
          id={form.addresses.id}
          name={form.addresses.name}
          rows={7}
          aria-describedby={describedBy(form.addresses)}
          aria-invalid={form.addresses.error === undefined ? undefined : 'true'}
          spellcheck={false}
          autocapitalize="off"
        >
          {form.addresses.value}
        </textarea>
      </Field>
      <div class="stack-tight">
        <div class="dropzone" id="dropzone">
          <Icon name="file" />
          <p>
            <label for="verify-file">
              <strong class="dropzone__drag" hidden>
                {form.dropHere}
              </strong>
              <strong class="dropzone__plain">{form.chooseFile}</strong>
            </label>
          </p>
          <p class="note" id="verify-file-kinds">
            {form.fileKinds}
          </p>
          <input
            class="file"
            id="verify-file"
            type="file"
            name="file"
            multiple
            accept=".json,.jsonld,.jwt,.txt,.png,.svg,.jpg,.jpeg,application/json,image/png,image/svg+xml,image/jpeg"
            aria-describedby="verify-file-kinds verify-file-chosen"
          />
          <label class="button button--second button--small" for="verify-file" id="verify-file-button" hidden>
            {form.chooseFile}
          </label>
          <p class="note" id="verify-file-chosen" role="status" data-chosen={form.words.chosen} />
        </div>
        <Camera camera={form.camera} />
      </div>
    </div>
    <div class="sheet__part">
      <TextInput field={form.recipient} value={form.recipient.value} />
    </div>
    <div class="sheet__part sheet__part--foot row">
      <button class="button" type="submit" id="verify-submit">
        {form.submit}
      </button>
      <p class="note">{form.notKept}</p>
    </div>
  </form>
)

/** Shown by the script, which knows whether the browser can use a camera at all. */
const Camera = ({ camera }: { camera: VerifyFormView['camera'] }) => (
  <div
    class="camera stack-tight"
    id="camera"
    hidden
    data-start={camera.start}
    data-stop={camera.stop}
    data-looking={camera.looking}
    data-refused={camera.refused}
    data-none={camera.none}
    data-foreign={camera.foreign}
    data-no-address={camera.noAddress}
  >
    <button class="button button--second button--small button--wide" type="button" id="camera-button">
      <Icon name="camera" />
      <span id="camera-label">{camera.start}</span>
    </button>
    <video class="camera__picture" id="camera-picture" playsInline muted hidden aria-label={camera.looking} />
    <p class="note" id="camera-message" role="status" />
  </div>
)

const Actions = ({ actions, children }: { actions: ActionView[]; children?: ComponentChildren }) =>
  actions.length === 0 && children === undefined ? null : (
    <div class="row no-print">
      {actions.map((action) => (
        <a class="button button--second button--small" href={action.href} download={action.download}>
          <Icon name={action.icon} />
          {action.label}
        </a>
      ))}
      {children}
    </div>
  )

const OneResult = ({ result }: { result: OneResultView }) => (
  <section class={result.foreign ? 'sheet sheet--foreign' : 'sheet'} id="result" aria-labelledby="result-heading">
    <h2 class="only-spoken" id="result-heading">
      {result.heading}
    </h2>
    <Verdict verdict={result.verdict} />
    {result.notices.length > 0 && (
      <div class="sheet__notices">
        {result.notices.map((notice) => (
          <Notice notice={notice} />
        ))}
      </div>
    )}
    <div class="tally">
      <div>
        {result.ledger !== undefined && <BadgeLedger ledger={result.ledger} headingLevel={3} prefix="badge-" />}
        <div class="ledger">
          <div class="ledger__row ledger__row--plain stack">
            <Facts facts={result.input} small />
            {result.contained !== undefined && <ResultTable list={result.contained} />}
            <Actions actions={result.actions}>
              <button class="button button--second button--small" type="button" data-print hidden>
                <Icon name="print" />
                {result.printButton}
              </button>
            </Actions>
            {result.keep !== undefined && <KeepProof keep={result.keep} />}
            <Technical technical={result.technical} />
          </div>
        </div>
      </div>
      <aside class="tally__stub stack" aria-label={result.stub.label}>
        <h3 class="ledger__label">{result.stub.heading}</h3>
        <CheckList questions={result.stub.questions} />
        {result.stub.sameHere !== undefined && <SameHere sameHere={result.stub.sameHere} />}
        {result.stub.notHere !== undefined && <p class="note no-print">{result.stub.notHere}</p>}
      </aside>
    </div>
  </section>
)

const KeepProof = ({ keep }: { keep: NonNullable<OneResultView['keep']> }) => (
  <form class="stack-tight no-print" action={keep.action} method="post" encType="multipart/form-data">
    <input type="hidden" id={keep.field.id} name={keep.field.name} value={keep.field.value} />
    <p>
      <button class="button button--second button--small" type="submit" aria-describedby="keep-proof-hint">
        <Icon name="save" />
        {keep.label}
      </button>
    </p>
    <p class="note" id="keep-proof-hint">
      {keep.hint}
    </p>
  </form>
)

const SaveTable = ({ table }: { table: NonNullable<ManyResultsView['table']> }) => (
  <form action={table.action} method="post" encType="multipart/form-data">
    {table.fields.map(({ name, value }) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button class="button button--second button--small" type="submit">
      <Icon name="save" />
      {table.label}
    </button>
  </form>
)

const ManyResults = ({ result }: { result: ManyResultsView }) => (
  <section class="sheet" id="result" aria-labelledby="result-heading">
    <div class="sheet__part stack">
      <div class="row row--between">
        <h2 id="result-heading">{result.heading}</h2>
        <p class="note">{result.checkedAt}</p>
      </div>
      <ul class="counts">
        {result.counts.map((count) => (
          <li>
            <b>{count.count}</b>
            {count.unit}
            <VerdictTag state={count.state} word={count.word} />
          </li>
        ))}
      </ul>
      <div class="row no-print">
        {result.table !== undefined && <SaveTable table={result.table} />}
        <button class="button button--second button--small" type="button" data-print hidden>
          <Icon name="print" />
          {result.printButton}
        </button>
      </div>
      <ResultTable list={result.list} />
      {result.notices.map((notice) => (
        <Notice notice={notice} />
      ))}
    </div>
  </section>
)

const ResultTable = ({ list }: { list: ResultListView }) => (
  <Table
    caption={list.caption}
    captionSpokenOnly
    columns={[
      { head: list.heads.verdict },
      { head: list.heads.holder, kind: 'name' },
      { head: list.heads.badge },
      { head: list.heads.found },
      { head: list.heads.input, kind: 'code' },
    ]}
    rows={list.rows.map((row) => [
      <VerdictTag state={row.state} word={row.word} />,
      row.holder,
      <Phrases text={row.badge} />,
      row.found,
      row.input.href === undefined ? row.input.text : <a href={row.input.href}>{row.input.text}</a>,
    ])}
  />
)
