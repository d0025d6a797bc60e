/** One of two to four steps; `mark` says 済み or いまここ in words. */
export interface StepView {
  name: string
  state: 'done' | 'current' | 'later'
  mark: string
}

export const Steps = ({ label, steps }: { label: string; steps: StepView[] }) => (
  <ol class="steps" aria-label={label}>
    {steps.map((step) => (
      <li class={step.state === 'done' ? 'done' : undefined} aria-current={step.state === 'current' ? 'step' : undefined}>
        <b>{step.mark}</b>
        {step.name}
      </li>
    ))}
  </ol>
)
