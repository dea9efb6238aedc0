/** One entry of GitHub's `errors` array in a 422 answer. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
}

/** GitHub's "no": REST answers it with `status`, GraphQL with an entry in `errors`. Nothing was changed. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 415 | 422;
  readonly errors: readonly (FieldError | string)[] | undefined;

  constructor(status: Refusal['status'], message: string, errors?: readonly (FieldError | string)[]) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

export const forbidden = (): Refusal => new Refusal(403, 'Resource not accessible by integration');

/** "Validation Failed", the usual 422 with one field error. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return new Refusal(422, 'Validation Failed', [
    { resource, field, code, ...(message === undefined ? {} : { message }) },
  ]);
}
