/**
 * Milliseconds of this thread's processor time that a piece of work took. What hostile text must not make endless is held to
 * it and not to the clock, which a busy machine slows down.
 */
export function processorTime(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
