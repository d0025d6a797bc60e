/** Work of more than two seconds: how much is done, how long it takes, that it goes on without this page. */
export interface ProgressView {
  id: string
  name: string
  done: number
  total: number
  /** 39件中 24件 */
  count: string
  note: string
}

export const Progress = ({ progress }: { progress: ProgressView }) => (
  <div class="progress">
    <div class="progress__head">
      <span id={progress.id}>{progress.name}</span>
      <span>{progress.count}</span>
    </div>
    <progress aria-labelledby={progress.id} value={progress.done} max={progress.total} />
    <p class="note">{progress.note}</p>
  </div>
)
