import { Module } from '@nestjs/common';
import { QueueModule } from '../../platform/queue/index.js';
import { AuditModule } from '../audit/index.js';
import { CallBlocks } from './genomes/variants/call-blocks.js';
import { ComparisonService } from './genomes/variants/comparison.service.js';
import { GenomeAccess } from './genomes/variants/genome-access.js';
import { GenomeEvents } from './genomes/genome-events.js';
import { GenomeKeys } from './genomes/genome-key.js';
import { GenomeReader } from './genomes/reading/genome-reader.js';
import { GenomeUpload } from './genomes/reading/genome-upload.js';
import { GENOME_JOB, RAW_FILE_REMOVAL_JOB } from './genomes/reading/genome.job.js';
import { GenomeProcessor } from './genomes/reading/genome.processor.js';
import { GenomesController } from './genomes/genomes.controller.js';
import { GenomesRepository } from './genomes/genomes.repository.js';
import { GenomesService } from './genomes/genomes.service.js';
import { RawFileRemovalProcessor } from './genomes/reading/raw-file-removal.processor.js';
import { RawFiles } from './genomes/reading/raw-files.js';
import { SiteLists } from './genomes/variants/site-lists.js';
import { VariantsController } from './genomes/variants/variants.controller.js';
import { UnclaimedGenomeFiles } from './genomes/reading/unclaimed-files.js';
import { VariantsService } from './genomes/variants/variants.service.js';
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
    UnclaimedGenomeFiles,
    VariantsService,
  ],
  exports: [DoseGuard],
})
export class DnaModule {}
