import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength } from 'class-validator';
import { Described } from '../../../platform/http/docs/described.js';
import { IntegerField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { MAX_ID_BYTES } from '../formats/rows/site-ids.js';

const POSITION_MAX = 300_000_000;
const MARKERS_MAX = 1000;

/** Which variants of a genome. */
export class VariantsQuery extends PageQuery {
  @TextField({ max: 5, optional: true, description: '1 to 22, X, Y, MT; `chr` before it is ignored' })
  chromosome?: string;

  @IntegerField({ min: 0, max: POSITION_MAX, optional: true, description: 'first position, with `chromosome`' })
  start?: number;

  @IntegerField({ min: 0, max: POSITION_MAX, optional: true, description: 'last position, with `chromosome`' })
  end?: number;
}

/** Markers to look up at once. */
export class LookUpDto {
  @Described(({ ApiProperty }) => ApiProperty({ type: [String], maxItems: MARKERS_MAX }))
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1, { message: 'must name at least one marker' })
  @ArrayMaxSize(MARKERS_MAX, { message: `must name at most ${MARKERS_MAX} markers` })
  @IsString({ each: true, message: 'must hold names of markers' })
  @MaxLength(MAX_ID_BYTES, { each: true, message: `must hold names of at most ${MAX_ID_BYTES} characters` })
  rsids!: string[];
}
