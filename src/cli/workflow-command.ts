import type { WorkflowAnnotation } from '../report/terminal/workflow-command.ts';

/**
 * One annotation as the line that the Actions runner reads. Line breaks and the runner's own separators are escaped as its
 * toolkit does (`%0A`, `%3A`, `%2C`), so that a text from a file stays one line and can't begin a command (T27).
 */
export function workflowCommandLine({ command, properties, message }: WorkflowAnnotation): string {
  const said = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${command} ${said.join(',')}::${escapedData(message)}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
