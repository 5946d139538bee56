import { Injectable } from '@nestjs/common';

/** Which dependencies are not asked at present, by the names that operators read. */
@Injectable()
export class Circuits {
  private readonly open = new Set<string>();

  note(name: string, isOpen: boolean): void {
    if (isOpen) this.open.add(name);
    else this.open.delete(name);
  }

  openOnes(): string[] {
    return [...this.open];
  }
}
