const turns = Array.from({ length: 36 }, (_, turn) => turn * 10)

/** 彩紋: the fine circles of a banknote, the only decoration there is. */
export const Guilloche = () => (
  <svg class="hero__pattern" viewBox="0 0 560 560" aria-hidden="true" focusable="false">
    <g fill="none" stroke="currentColor" stroke-width="1.2" transform="translate(300 280)">
      {turns.map((degrees) => (
        <circle r="150" cx="120" transform={`rotate(${degrees})`} />
      ))}
    </g>
  </svg>
)
