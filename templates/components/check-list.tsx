import { Phrases } from './phrases.tsx'
import { VerdictMark, type VerdictState } from './verdict.tsx'

/** One of the four questions 中身, 発行者, 取消し, 期限 with its answer. */
export interface QuestionView {
  question: string
  answer: string
  /** `ok` passed, `bad` failed, `open` not decided, `warn` passed with a warning */
  state: 'ok' | 'bad' | 'open' | 'warn'
  /** the state in a word, for readers who do not see the shape */
  stateWord: string
  whatWasDone: string
  explanation: string
}

const mark: Record<QuestionView['state'], VerdictState> = { ok: 'valid', bad: 'revoked', open: 'unchecked', warn: 'unknown' }

/** Exactly four questions; each explains itself. */
export const CheckList = ({ questions }: { questions: QuestionView[] }) => (
  <ul class="checks">
    {questions.map((question) => (
      <li class={question.state}>
        <VerdictMark state={mark[question.state]} />
        <div>
          <strong>
            {question.question}
            <span class="only-spoken">（{question.stateWord}）</span>
          </strong>
          <Phrases text={question.answer} />
        </div>
        <details>
          <summary>
            {question.whatWasDone}
            <span class="only-spoken">：{question.question}</span>
          </summary>
          <p class="note">{question.explanation}</p>
        </details>
      </li>
    ))}
  </ul>
)
