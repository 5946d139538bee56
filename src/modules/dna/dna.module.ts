import { Module } from '@nestjs/common';
import { QueueModule } from '../../platform/queue/index.js';
import { AuditModule } from '../audit/index.js';
import { CallBlocks } from './genomes/call-blocks.js';
import { ComparisonService } from './genomes/comparison.service.js';
import { GenomeAccess } from './genomes/genome-access.js';
import { GenomeEvents } from './genomes/genome-events.js';
import { GenomeKeys } from './genomes/genome-key.js';
import { GenomeReader } from './genomes/genome-reader.js';
import { GenomeUpload } from './genomes/genome-upload.js';
import { GENOME_JOB, RAW_FILE_REMOVAL_JOB } from './genomes/genome.job.js';
import { GenomeProcessor } from './genomes/genome.processor.js';
import { GenomesController } from './genomes/genomes.controller.js';
import { GenomesRepository } from './genomes/genomes.repository.js';
import { GenomesService } from './genomes/genomes.service.js';
import { RawFileRemovalProcessor } from './genomes/raw-file-removal.processor.js';
import { RawFiles } from './genomes/raw-files.js';
import { SiteLists } from './genomes/site-lists.js';
import { VariantsController } from './genomes/variants.controller.js';
import { VariantsService } from './genomes/variants.service.js';
import { ConsentsService } from './traits/consents.service.js';
import { DoseGuard } from './traits/dose-guard.js';
import { TraitCallReader } from './traits/trait-calls.js';
import { TraitsController } from './traits/traits.controller.js';
import { TraitsService } from './traits/traits.service.js';

/** Genomes of consumer files: read, stored small and sealed, looked up, explained, and destroyed. */
@Module({
  imports: [AuditModule, QueueModule.forJob(GENOME_JOB), QueueModule.forJob(RAW_FILE_REMOVAL_JOB)],
  controllers: [GenomesController, VariantsController, TraitsController],
  providers: [
    CallBlocks,
    ComparisonService,
    ConsentsService,
    DoseGuard,
    GenomeAccess,
    GenomeEvents,
    GenomeKeys,
    GenomeProcessor,
    GenomeReader,
    GenomesRepository,
    GenomesService,
    GenomeUpload,
    RawFileRemovalProcessor,
    RawFiles,
    SiteLists,
    TraitCallReader,
    TraitsService,
    VariantsService,
  ],
  exports: [DoseGuard],
})
export class DnaModule {}
