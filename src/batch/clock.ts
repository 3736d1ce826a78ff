/** Time as the budget needs it; simulations bring their own. */
export interface BudgetClock {
  /** Milliseconds on a clock that only grows. */
  nowMs(): number;
  /** Runs a function once after a delay; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const budgetClock: BudgetClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
