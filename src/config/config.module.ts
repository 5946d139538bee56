import { Module, type DynamicModule } from '@nestjs/common';
import { ENV, type Env } from './env.js';

/** Gives every module the one `Env` under the token `ENV`. */
@Module({})
export class ConfigModule {
  static forRoot(env: Env): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: ENV, useValue: env }], exports: [ENV] };
  }
}
