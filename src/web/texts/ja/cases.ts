/** Results at work that their holders published. */
export const cases = {
  title: '職場での成果',
  lead: '講座で学んだことを使い、職場で上げた成果です。本人が公開を選び、勤務先が数値を確認し、協議会が審査しました。',
  note: (day: string) => `${day}授与。勤務先が確認した数値です。`,
  empty: '公開された成果は、まだありません。',
  emptyWhen: '成果のバッジを受け取った人が公開を選ぶと、ここに並びます。',
}
