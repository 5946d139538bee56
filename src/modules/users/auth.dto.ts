import { EmailField, TextField } from '../../platform/http/fields.js';

export class LoginDto {
  @EmailField()
  declare email: string;

  @TextField({ max: 200 })
  declare password: string;
}
