import type { PullRequestWriter, Write } from '../reconcile/ports.ts';
import { GATE_NAME } from '../report/output.ts';

/** Writes the gate's check run alone (and where its capsule goes on): then `checks: write` is all that the job token needs. */
export function gateWriter(writer: PullRequestWriter): PullRequestWriter {
  return {
    async write(observation, writes) {
      const results = await writer.write(observation, writes.filter(isGate));
      let next = 0;
      return writes.map((write) => (isGate(write) ? results[next++] : undefined) ?? left);
    },
  };
}

const left = { node_id: null, id: null, url: null, error: null };

export function isGate(write: Write): boolean {
  return write.kind === 'check_run' && (write.name === GATE_NAME || write.name.startsWith(`${GATE_NAME} `));
}
