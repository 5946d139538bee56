/** The HTTP contract as types. Made from the service's OpenAPI document by `npm run reference`; do not edit. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditExportDto: {
            /**
             * Format: uuid
             * @description whose record
             */
            patientId?: string;
            /**
             * Format: uuid
             * @description who
             */
            actorId?: string;
            /** @enum {string} */
            action?: "read" | "list" | "search" | "download" | "create" | "update" | "retire" | "restore" | "merge" | "transfer" | "delete" | "upload" | "cancel" | "execute" | "undo" | "import" | "export" | "sign-in" | "sign-out" | "refresh" | "refresh-reuse" | "break-glass" | "rotate-key" | "destroy-key" | "verify";
            resourceType?: string;
            /** @enum {string} */
            outcome?: "success" | "denied" | "failed";
            /** @description only what was seen or done behind broken glass */
            breakGlass?: boolean;
            /**
             * Format: date-time
             * @description from this instant on
             */
            from?: string;
            /**
             * Format: date-time
             * @description before this instant
             */
            to?: string;
            /**
             * @description csv and ndjson as the search shows events; fhir: AuditEvent resources, one a line; proof: a tar with what verifies them, without us
             * @enum {string}
             */
            format: "csv" | "ndjson" | "fhir" | "proof";
        };
        LegalHoldDto: {
            reason: string;
        };
        BreakGlassDto: {
            /** Format: uuid */
            patientId: string;
            /** @description why the record is needed now; kept sealed in the audit log */
            reason: string;
        };
        LoginDto: {
            /** Format: email */
            email: string;
            password: string;
        };
        OtherPatientDto: {
            /** Format: uuid */
            patientId: string;
        };
        MergeDto: {
            /**
             * Format: uuid
             * @description the patient who was registered twice; its records move to this one
             */
            duplicateId: string;
        };
        GuardianDto: {
            name: string;
            relationship?: string | null;
            phone?: string | null;
            /** Format: email */
            email?: string | null;
        };
        CreatePatientDto: {
            /**
             * Format: uuid
             * @description the school or clinic that keeps the record
             */
            organizationId: string;
            /** @description medical record number, unique in its organization */
            mrn: string;
            givenName: string;
            familyName: string;
            /** Format: date */
            birthDate: string;
            /** @enum {string} */
            sex: "female" | "male" | "other" | "unknown";
            grade?: string | null;
            /** Format: email */
            email?: string | null;
            phone?: string | null;
            address?: string | null;
            guardian?: components["schemas"]["GuardianDto"] | null;
        };
        PatchPatientDto: {
            /** @description medical record number, unique in its organization */
            mrn?: string;
            givenName?: string;
            familyName?: string;
            /** Format: date */
            birthDate?: string;
            /** @enum {string} */
            sex?: "female" | "male" | "other" | "unknown";
            grade?: string | null;
            /** Format: email */
            email?: string | null;
            phone?: string | null;
            address?: string | null;
            guardian?: components["schemas"]["GuardianDto"] | null;
        };
        TransferDto: {
            /**
             * Format: uuid
             * @description the school or clinic that keeps the record from now on
             */
            organizationId: string;
            /** @description the record number there; as before unless told */
            mrn?: string;
        };
        RequestDestructionDto: {
            /** @description why, in words that tell nothing of the patient’s health */
            reason: string;
        };
        ActionPlanDto: {
            /**
             * Format: date
             * @description the day the plan was written or last confirmed
             */
            writtenOn: string;
            /** @description in the order they are done */
            steps: string;
        };
        CreateAllergyDto: {
            allergen: string;
            /** @description SNOMED CT or RxNorm code */
            code?: string | null;
            /**
             * @description UNKNOWN unless told
             * @enum {string}
             */
            severity?: "UNKNOWN" | "MILD" | "MODERATE" | "SEVERE" | "LIFE_THREATENING";
            reaction?: string | null;
            /** Format: date */
            onsetDate?: string | null;
            /** @description true unless told */
            active?: boolean;
            notes?: string | null;
        };
        PatchAllergyDto: {
            allergen?: string;
            /** @description SNOMED CT or RxNorm code */
            code?: string | null;
            /**
             * @description UNKNOWN unless told
             * @enum {string}
             */
            severity?: "UNKNOWN" | "MILD" | "MODERATE" | "SEVERE" | "LIFE_THREATENING";
            reaction?: string | null;
            /** Format: date */
            onsetDate?: string | null;
            /** @description true unless told */
            active?: boolean;
            notes?: string | null;
        };
        CreateChronicConditionDto: {
            name: string;
            code?: string | null;
            /** @description ICD-10-CM, SNOMED CT, … */
            codeSystem?: string | null;
            /**
             * @description ACTIVE unless told
             * @enum {string}
             */
            status?: "ACTIVE" | "REMISSION" | "RESOLVED";
            severity?: string | null;
            /** Format: date */
            onsetDate?: string | null;
            /** Format: date */
            resolvedDate?: string | null;
            notes?: string | null;
        };
        PatchChronicConditionDto: {
            name?: string;
            code?: string | null;
            /** @description ICD-10-CM, SNOMED CT, … */
            codeSystem?: string | null;
            /**
             * @description ACTIVE unless told
             * @enum {string}
             */
            status?: "ACTIVE" | "REMISSION" | "RESOLVED";
            severity?: string | null;
            /** Format: date */
            onsetDate?: string | null;
            /** Format: date */
            resolvedDate?: string | null;
            notes?: string | null;
        };
        GrowthReferenceDto: {
            /** @enum {string} */
            reference: "cdc" | "who";
        };
        CreateVaccinationDto: {
            cvx: string;
            /** Format: date */
            administeredOn: string;
            lotNumber?: string | null;
            doseNumber?: number | null;
            /** @description name or MVX code */
            manufacturer?: string | null;
            site?: string | null;
            route?: string | null;
            provider?: string | null;
            notes?: string | null;
        };
        PatchVaccinationDto: {
            cvx?: string;
            /** Format: date */
            administeredOn?: string;
            lotNumber?: string | null;
            doseNumber?: number | null;
            /** @description name or MVX code */
            manufacturer?: string | null;
            site?: string | null;
            route?: string | null;
            provider?: string | null;
            notes?: string | null;
        };
        VitalDto: {
            heightCm?: number;
            weightKg?: number;
            headCircumferenceCm?: number;
            temperatureC?: number;
            /** @description mmHg */
            systolic?: number;
            /** @description mmHg */
            diastolic?: number;
            /** @description beats a minute */
            heartRate?: number;
            /** @description breaths a minute */
            respiratoryRate?: number;
            /** @description per cent */
            spo2?: number;
        };
        CreateVisitDto: {
            /** @enum {string} */
            type: "CHECKUP" | "ILLNESS" | "INJURY" | "SCREENING" | "VITALS" | "MEDICATION" | "INCIDENT" | "NOTE";
            /** Format: date-time */
            occurredAt: string;
            description: string;
            provider?: string | null;
            notes?: string | null;
            /** @description notes are sealed and stand in no index */
            confidential?: boolean;
            vital?: components["schemas"]["VitalDto"] | null;
        };
        PatchVisitDto: {
            /** @enum {string} */
            type?: "CHECKUP" | "ILLNESS" | "INJURY" | "SCREENING" | "VITALS" | "MEDICATION" | "INCIDENT" | "NOTE";
            /** Format: date-time */
            occurredAt?: string;
            description?: string;
            provider?: string | null;
            notes?: string | null;
            /** @description notes are sealed and stand in no index */
            confidential?: boolean;
            vital?: components["schemas"]["VitalDto"] | null;
        };
        SavedMappingDto: {
            /**
             * Format: uuid
             * @description the school or clinic whose files look like this
             */
            organizationId: string;
            /** @enum {string} */
            type: "patients" | "allergies" | "chronic-conditions" | "vaccinations" | "health-records";
            /** @description how it is called; unique for the organization and type */
            name: string;
            /** @description from the file’s columns to our fields; an empty field ignores its column */
            mapping: Record<string, never>;
            /** @enum {string} */
            dateFormat?: "iso" | "mdy" | "dmy";
        };
        LookUpDto: {
            rsids: string[];
        };
        ConsentDto: {
            /**
             * @description `apoe` and `brca` are for these results alone, `alerts` for the summary
             * @enum {string}
             */
            scope: "traits" | "apoe" | "brca" | "alerts";
        };
        WarmCacheDto: {
            /**
             * Format: uuid
             * @description Only this patient; all who are likely to be asked for when left out
             */
            patientId?: string;
        };
        CreateExportDto: {
            /** @enum {string} */
            type: "patients" | "allergies" | "chronic-conditions" | "vaccinations" | "health-records";
            /**
             * @description `csv` has the columns that an import of the type takes
             * @enum {string}
             */
            format: "csv" | "ndjson" | "fhir" | "xlsx";
            /**
             * Format: uuid
             * @description the school, clinic or district; those under it are exported too
             */
            organizationId: string;
            /**
             * Format: date
             * @description first day, in the organization’s time zone: of administration, of the visit; for the others of registration
             */
            from?: string;
            /**
             * Format: date
             * @description last day, included
             */
            to?: string;
            /** @description the file comes as a ZIP, encrypted with it (AES-256) */
            password?: string;
        };
        ExportLinkDto: {
            /** @description how long the link opens; 15 unless told */
            minutes?: number;
        };
        /** @description A reading outside of what is expected at the child's age; a limit that is not there is null. */
        AbnormalReading: {
            /** @enum {string} */
            vital: "diastolic" | "headCircumferenceCm" | "heartRate" | "heightCm" | "respiratoryRate" | "spo2" | "systolic" | "temperatureC" | "weightKg";
            value: number;
            low: number | null;
            high: number | null;
        };
        /** @description A visit of this week with such readings. */
        AbnormalVitals: {
            /** Format: uuid */
            patientId: string;
            givenName: string;
            familyName: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            recordId: string;
            /** Format: date-time */
            occurredAt: string;
            readings: components["schemas"]["AbnormalReading"][];
        };
        /** @description An allergy's action plan as the API shows it. */
        ActionPlanView: {
            /** Format: uuid */
            allergyId: string;
            /** Format: date */
            writtenOn: string;
            steps: string;
            version: number;
            /** Format: date-time */
            recordedAt: string;
        };
        /** @description Something that was recorded. */
        Activity: {
            /** @enum {string} */
            kind: "allergy" | "chronic-condition" | "health-record" | "vaccination";
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @description The type of a visit, or the name of what was recorded. */
            label: string;
            /** Format: uuid */
            patientId: string;
            givenName: string;
            familyName: string;
            /** Format: uuid */
            recordedBy: string | null;
            /** Format: uuid */
            importId: string | null;
        };
        /** @description How often something was done in an organization in a month. */
        ActivityLine: {
            /** Format: uuid */
            organizationId: string | null;
            month: string;
            resourceType: string;
            action: string;
            outcome: string;
            events: number;
            /** @description Different patients. */
            patients: number;
            /** @description Different people. */
            actors: number;
            breakGlass: number;
        };
        /** @description A substance that harms the patient. */
        AllergyView: {
            allergen: string;
            code: string | null;
            /** @enum {string} */
            severity: "LIFE_THREATENING" | "MILD" | "MODERATE" | "SEVERE" | "UNKNOWN";
            reaction: string | null;
            /** Format: date */
            onsetDate: string | null;
            active: boolean;
            notes: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description An allergy that can kill, of which nothing says what to do. */
        AllergyWithoutPlan: {
            /** Format: uuid */
            patientId: string;
            givenName: string;
            familyName: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            allergyId: string;
            allergen: string;
        };
        /** @description On what grounds an assembly was believed. */
        AssemblyFinding: {
            /**
             * @description `null` when neither header nor markers tell.
             * @enum {string|null}
             */
            assembly: "GRCh37" | "GRCh38" | "NCBI36" | null;
            /** @enum {string|null} */
            declared: "GRCh37" | "GRCh38" | "NCBI36" | null;
            /** @description How many well-known markers stand where each assembly has them. */
            markers: {
                GRCh37: number;
                GRCh38: number;
                NCBI36: number;
            };
            /** @description The header names another assembly than the markers show. */
            mismatch: boolean;
        };
        /** @description How the audit trail of this process fares. */
        AuditFigures: {
            created: number;
            waiting: number;
            isSpooling: boolean;
            spooledBytes: number;
        };
        /** @description One bar of a chart: its first day, and what it counts. */
        Bar: {
            /** Format: date */
            from: string;
            total: number;
            byType: {
                [key: string]: number;
            };
        };
        /** @description What is expected of a child of that sex, age and height. */
        BloodPressureBands: {
            systolic: components["schemas"]["PressureBand"];
            diastolic: components["schemas"]["PressureBand"];
        };
        /** @description One opening of a record from outside its organization. */
        BreakGlassGrant: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            userId: string;
            userName: string;
            /** Format: uuid */
            patientId: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: date-time */
            grantedAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            acknowledgedAt: string | null;
        };
        /** @description What `/api/health/cache/stats` shows of this process, since its start. */
        CacheStats: {
            l1: {
                hits: number;
                misses: number;
                /** @description Share of look-ups that were hits, 0 to 1; 0 before the first. */
                hitRate: number;
                entries: number;
                bytes: number;
            };
            l2: {
                hits: number;
                misses: number;
                /** @description Share of look-ups that were hits, 0 to 1; 0 before the first. */
                hitRate: number;
                connected: boolean;
            };
            /** @description Share of reads that needed no load. */
            hitRate: number;
            /** @description Tags whose version this process raised. */
            invalidations: number;
            /** @description Answers served stale because their load failed. */
            stale: number;
            kinds: {
                [key: string]: {
                    l1: components["schemas"]["TierFigures"];
                    l2: components["schemas"]["TierFigures"];
                    hitRate: number;
                };
            };
        };
        /** @description One check's verdict and what it took, in ms. Why it failed is told to operators, not to whoever may probe. */
        Check: {
            /** @enum {string} */
            status: "degraded" | "down" | "ok";
            durationMs: number;
        };
        /** @description A condition that lasts, or came back. */
        ChronicConditionView: {
            code: string | null;
            codeSystem: string | null;
            name: string;
            /** @enum {string} */
            status: "ACTIVE" | "REMISSION" | "RESOLVED";
            severity: string | null;
            /** Format: date */
            onsetDate: string | null;
            /** Format: date */
            resolvedDate: string | null;
            notes: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description How far two genomes of a patient agree. */
        ComparisonView: {
            sharedMarkers: number;
            /** @description Of the shared markers those where both have a call. */
            comparedCalls: number;
            concordantCalls: number;
            discordantCalls: number;
            /** @description `concordantCalls / comparedCalls`; `null` when nothing could be compared. */
            concordance: number | null;
            /** @description The first of the discordant ones, in the order of the genome. */
            discrepancies: components["schemas"]["Discrepancy"][];
            /** Format: uuid */
            genomeId: string;
            /** Format: uuid */
            otherId: string;
        };
        /** @description An active condition that nobody has touched for a year. */
        ConditionWithoutReview: {
            /** Format: uuid */
            patientId: string;
            givenName: string;
            familyName: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            conditionId: string;
            name: string;
            /** Format: date-time */
            reviewedAt: string;
        };
        /** @description A consent as the API shows it. */
        ConsentView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            scope: "alerts" | "apoe" | "brca" | "traits";
            /** Format: date-time */
            recordedAt: string;
            recordedBy: string;
        };
        /** @description What calls for attention, the most urgent kind first. */
        DashboardAlerts: {
            alerts: ({
                /** @enum {string} */
                kind: "abnormal-vitals";
                count: number;
                isCapped: boolean;
                items: components["schemas"]["AbnormalVitals"][];
            } | {
                /** @enum {string} */
                kind: "condition-without-review";
                count: number;
                isCapped: boolean;
                items: components["schemas"]["ConditionWithoutReview"][];
            } | {
                /** @enum {string} */
                kind: "import-with-rejected-rows";
                count: number;
                isCapped: boolean;
                items: components["schemas"]["ImportWithRejectedRows"][];
            } | {
                /** @enum {string} */
                kind: "life-threatening-allergy-without-plan";
                count: number;
                isCapped: boolean;
                items: components["schemas"]["AllergyWithoutPlan"][];
            } | {
                /** @enum {string} */
                kind: "record-opened-from-outside";
                count: number;
                isCapped: boolean;
                items: components["schemas"]["RecordOpenedFromOutside"][];
            })[];
        };
        /** @description Visits and vaccinations by day, week or month in the organization's time zone; empty bars are there too. */
        DashboardCharts: {
            /** @enum {string} */
            range: "month" | "quarter" | "week" | "year";
            /** @enum {string} */
            by: "day" | "month" | "week";
            timeZone: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            visits: components["schemas"]["Bar"][];
            vaccinations: components["schemas"]["Bar"][];
        };
        /** @description How many of what, and what happened today and this week, by the organization's own calendar. */
        DashboardStats: {
            /** Format: uuid */
            organizationId: string;
            timeZone: string;
            /** Format: date */
            today: string;
            /** Format: date-time */
            generatedAt: string;
            patients: {
                total: number;
                newThisMonth: number;
            };
            /** @description A severity that nobody has is left out. */
            allergies: {
                active: number;
                bySeverity: {
                    LIFE_THREATENING?: number;
                    MILD?: number;
                    MODERATE?: number;
                    SEVERE?: number;
                    UNKNOWN?: number;
                };
            };
            chronicConditions: {
                total: number;
                byStatus: {
                    ACTIVE?: number;
                    REMISSION?: number;
                    RESOLVED?: number;
                };
            };
            visits: {
                today: number;
                thisWeek: number;
                lastWeek: number;
                thisWeekByType: {
                    CHECKUP?: number;
                    ILLNESS?: number;
                    INCIDENT?: number;
                    INJURY?: number;
                    MEDICATION?: number;
                    NOTE?: number;
                    SCREENING?: number;
                    VITALS?: number;
                };
            };
            vaccinations: {
                last30Days: number;
            };
            imports: {
                running: number;
            };
        };
        /** @description The database's size and use, and how far it is from where one has to scale. */
        DatabaseView: {
            auditRows: number;
            triggers: components["schemas"]["ScalingTrigger"][];
            tables: components["schemas"]["TableFigures"][];
            unusedIndexes: components["schemas"]["IndexFigures"][];
            /** @description From pg_stat_statements; null where the server does not have it. */
            statements: components["schemas"]["StatementStatistics"][] | null;
            version: string;
            databaseBytes: number;
            connections: number;
            maxConnections: number;
            cacheHitRate: number;
            deadlocks: number;
            longestTransactionSeconds: number;
        };
        /** @description A disclosure in words that a parent understands. */
        Disclosure: {
            /** Format: uuid */
            eventId: string;
            /** Format: date-time */
            occurredAt: string;
            /** @description The person, or the service itself. */
            who: string;
            role: string;
            organization: string;
            what: string;
            why: string;
            /** @description The record number of the registration that was seen, where it was a second one of this patient and was merged into this since. */
            mergedMrn: string | null;
            /** @description True when somebody from outside opened the record for a stated reason. */
            isBreakGlass: boolean;
            archived: boolean;
        };
        /** @description A marker whose calls differ between two genomes. */
        Discrepancy: {
            rsid: string;
            chromosome: string;
            position: number;
            genotype: string;
            otherGenotype: string;
        };
        /** @description A reason to look twice before prescribing. */
        DoseAlert: {
            gene: string;
            rsid: string;
            drugs: string[];
            /** @enum {string} */
            riskLevel: "carrier" | "elevated" | "high" | "informative" | "protective" | "typical" | "undetermined";
            message: string;
            source: string;
            caution: string;
        };
        /** @description What an operator reads of a histogram, in ms. */
        DurationFigures: {
            count: number;
            avg: number;
            p50: number;
            p95: number;
            p99: number;
            max: number;
        };
        /** @description How late the event loop was, in ms, since it was last asked. */
        EventLoopFigures: {
            p50: number;
            p99: number;
            max: number;
        };
        /** @description An event as the API shows it. What was changed is sealed, and shown one event at a time. */
        EventView: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            occurredAt: string;
            action: string;
            resourceType: string;
            /** Format: uuid */
            resourceId: string | null;
            /** Format: uuid */
            patientId: string | null;
            /** Format: uuid */
            organizationId: string | null;
            actor: {
                /** Format: uuid */
                id: string | null;
                role: string | null;
                /** Format: uuid */
                organizationId: string | null;
                /** Format: uuid */
                sessionId: string | null;
            };
            purpose: string;
            /** @description True for what was seen or done behind broken glass. */
            isBreakGlass: boolean;
            /** Format: uuid */
            breakGlassId: string | null;
            outcome: string;
            address: string | null;
            userAgent: string | null;
            /** @description The caller's own, where it sent one. */
            requestId: string | null;
            detail: unknown;
            /** @description True when previous and new values, or a stated reason, can be opened. */
            hasValues: boolean;
            /** @description True when it was read from the archive. */
            archived: boolean;
        };
        /** @description An event with what it keeps sealed: `erased` once the patient's key was destroyed. */
        EventWithValues: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            occurredAt: string;
            action: string;
            resourceType: string;
            /** Format: uuid */
            resourceId: string | null;
            /** Format: uuid */
            patientId: string | null;
            /** Format: uuid */
            organizationId: string | null;
            actor: {
                /** Format: uuid */
                id: string | null;
                role: string | null;
                /** Format: uuid */
                organizationId: string | null;
                /** Format: uuid */
                sessionId: string | null;
            };
            purpose: string;
            /** @description True for what was seen or done behind broken glass. */
            isBreakGlass: boolean;
            /** Format: uuid */
            breakGlassId: string | null;
            outcome: string;
            address: string | null;
            userAgent: string | null;
            /** @description The caller's own, where it sent one. */
            requestId: string | null;
            detail: unknown;
            /** @description True when previous and new values, or a stated reason, can be opened. */
            hasValues: boolean;
            /** @description True when it was read from the archive. */
            archived: boolean;
            values: {
                [key: string]: unknown;
            } | null;
            erased: boolean;
        };
        /** @description A link to a file, for whoever has it. */
        ExportLink: {
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        /** @description An export as the API shows it. */
        ExportView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            type: "allergies" | "chronic-conditions" | "health-records" | "patients" | "vaccinations";
            /** @enum {string} */
            format: "csv" | "fhir" | "ndjson" | "xlsx";
            /** Format: uuid */
            organizationId: string;
            from: string | null;
            to: string | null;
            /** @description True when the file comes as an encrypted ZIP. */
            encrypted: boolean;
            /** @enum {string} */
            status: "cancelled" | "completed" | "failed" | "processing" | "queued";
            /** @description Lines of the file without its header; grows while the export runs. */
            rows: number;
            /** @description Size of the file, as far as it is made. */
            bytes: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /**
             * Format: date-time
             * @description When the file is deleted; null until it is there.
             */
            expiresAt: string | null;
            error?: {
                code: string;
                detail: string;
            };
        };
        /** @description One thing that is not as it was written, named as closely as the trail allows. */
        Finding: {
            /** @enum {string} */
            kind: "archive-changed" | "archive-removed" | "batch-changed" | "batch-forged" | "batch-removed" | "batch-unlinked" | "chain-removed" | "chain-rewritten" | "chain-truncated" | "event-changed" | "event-inserted" | "event-redated" | "event-removed" | "event-reordered" | "link-changed" | "link-forged" | "link-removed" | "link-reordered" | "seal-changed" | "seal-removed";
            /** @description 'YYYY-MM' of the partition it was found in. */
            month: string;
            /** Format: uuid */
            eventId?: string;
            /** Format: uuid */
            batchId?: string;
            ordinal?: number;
            /** Format: uuid */
            writerId?: string;
            position?: number;
            /** @description Sequence number of the seal that tells. */
            seal?: number;
            says: string;
        };
        /** @description A genome as the API shows it. */
        GenomeView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "cancelled" | "failed" | "processing" | "queued" | "ready";
            /** @enum {string} */
            provider: "23Mofang" | "23andMe" | "AncestryDNA" | "CircleDNA" | "DNA.Land" | "FamilyTreeDNA" | "Genes for Good" | "LivingDNA" | "Mapmygenome" | "MyHeritage" | "Sano" | "SelfDecode" | "VCF" | "deCODEme" | "other" | "tellmeGen";
            chip: string | null;
            /** @enum {string|null} */
            assembly: "GRCh37" | "GRCh38" | "NCBI36" | null;
            variantCount: number | null;
            noCallCount: number | null;
            processedRows: number;
            /** Format: date-time */
            uploadedAt: string;
            /** Format: date-time */
            processedAt: string | null;
            sha256: string;
            fileBytes: number;
            hasRawFile: boolean;
            /** @description Rows whose marker had come before, those that then said something else, and rows that could not be read. */
            repeatedRows?: number;
            discrepantRows?: number;
            unread?: components["schemas"]["RowCounts"];
            /** @description On what grounds the assembly was believed; `mismatch` when the header names another than the markers show. */
            assemblyEvidence?: components["schemas"]["AssemblyFinding"];
            error?: {
                code: string;
                detail: string;
            };
        };
        /** @description How fast a child grew up to one visit. */
        GrowthVelocity: {
            perYear: number;
            /** @enum {string} */
            unit: "cm/year" | "kg/year";
            /** @description Length of the interval the rate was measured over. */
            intervalDays: number;
        };
        /** @description A child's growth, visit by visit, oldest first. */
        GrowthView: {
            /** @enum {string} */
            reference: "cdc" | "who";
            measurements: {
                /** Format: uuid */
                recordId: string;
                /** Format: date-time */
                measuredAt: string;
                heightForAge?: components["schemas"]["IndicatorAssessment"];
                weightForAge?: components["schemas"]["IndicatorAssessment"];
                bmiForAge?: components["schemas"]["IndicatorAssessment"];
                headCircumferenceForAge?: components["schemas"]["IndicatorAssessment"];
                weightForLength?: components["schemas"]["IndicatorAssessment"];
                ageMonths: number;
                velocity?: {
                    height?: components["schemas"]["GrowthVelocity"];
                    weight?: components["schemas"]["GrowthVelocity"];
                };
                questions?: components["schemas"]["SlipQuestion"][];
            }[];
            /** @description True when older visits were left out; ask for them by `to`. */
            isTruncated: boolean;
            /**
             * @description Why there are values but no z-scores: the references are published for girls and boys.
             * @enum {string}
             */
            unassessedBecause?: "sex-not-in-reference";
        };
        /** @description A visit to the nurse or clinic; the notes of a confidential one are shown only where it is read by itself. */
        HealthRecordView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @enum {string} */
            type: "CHECKUP" | "ILLNESS" | "INCIDENT" | "INJURY" | "MEDICATION" | "NOTE" | "SCREENING" | "VITALS";
            /** Format: date-time */
            occurredAt: string;
            description: string;
            provider: string | null;
            notes: string | null;
            confidential: boolean;
            vital: components["schemas"]["Vital"] | null;
        };
        /** @description A piece of a text, and whether it is what was searched for. Plain text: whoever shows it escapes it. */
        HighlightPart: {
            text: string;
            isMatch: boolean;
        };
        /** @description A row's fault as the API shows it. */
        ImportErrorView: {
            row: number;
            column: string | null;
            code: string;
            message: string;
        };
        /** @description What an import of a file would make of it. */
        ImportPreview: {
            /** @description Of a workbook, which sheet this is, and which there are. */
            sheet: {
                name: string;
                sheets: string[];
            } | null;
            delimiter: string;
            /** @description The file's columns with the field that each feeds, null where none. */
            columns: {
                name: string;
                field: string | null;
            }[];
            ignoredColumns: string[];
            /** @description Our guess for columns that feed no field yet; add it to `mapping` if it is right. */
            suggestedMapping: {
                [key: string]: string;
            };
            /** @description A saved mapping that fits these columns. */
            savedMapping: components["schemas"]["SavedMapping"] | null;
            /** @description What must be put right before the file can be imported. */
            problems: {
                path: string;
                code: string;
                message: string;
            }[];
            rows: {
                row: number;
                cells: string[];
            }[];
            /** @description What would be rejected among these rows, with the suggested mapping where one is needed. */
            rejected: components["schemas"]["ImportErrorView"][];
        };
        /** @description An import as the API shows it. */
        ImportView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            type: "allergies" | "chronic-conditions" | "health-records" | "patients" | "vaccinations";
            /** Format: uuid */
            organizationId: string;
            /** @enum {string} */
            status: "cancelled" | "completed" | "completed-with-errors" | "failed" | "processing" | "queued" | "undoing" | "undone";
            dryRun: boolean;
            totalRows: number;
            processedRows: number;
            insertedRows: number;
            duplicateRows: number;
            rejectedRows: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            rowsPerSecond: number | null;
            /** @description What taking the import back did; its counts still tell what the import did. */
            undo?: {
                /** Format: date-time */
                undoneAt: string;
                undoneRows: number;
                keptRows: number;
            };
            error?: {
                code: string;
                detail: string;
            };
        };
        /** @description An import of the last 30 days that rejected rows. */
        ImportWithRejectedRows: {
            /** Format: uuid */
            importId: string;
            /** @enum {string} */
            type: "allergies" | "chronic-conditions" | "health-records" | "patients" | "vaccinations";
            rejectedRows: number;
            totalRows: number;
            /** Format: date-time */
            finishedAt: string;
            /** Format: uuid */
            organizationId: string;
        };
        IndexFigures: {
            index: string;
            table: string;
            bytes: number;
        };
        /** @description One measure of one visit against the reference. z-scores and percentiles are rounded to six decimals. */
        IndicatorAssessment: {
            value: number;
            /** @enum {string} */
            unit: "cm" | "kg" | "kg/m2";
            zScore: number;
            percentile: number;
            modifiedZScore: number;
            flags: string[];
            /** @description BMI by CDC only: the classic LMS answer and the share of the 95th percentile. */
            originalZScore?: number;
            originalPercentile?: number;
            percentOf95th?: number;
        };
        /** @description A record of an import that somebody has worked with since. */
        KeptRecord: {
            /** Format: uuid */
            recordId: string;
            /** Format: uuid */
            patientId: string;
            mrn: string | null;
            /**
             * @description `merged` and `retired` as said; `changed` was corrected or moved by a merge; `in-use` has records or accounts of its own.
             * @enum {string}
             */
            reason: "changed" | "in-use" | "merged" | "retired";
        };
        /** @description A destruction as callers see it. */
        KeyDestruction: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            reason: string;
            /** @enum {string} */
            status: "confirmed" | "lapsed" | "requested";
            requestedBy: string;
            /** Format: date-time */
            requestedAt: string;
            confirmedBy: string | null;
            /** Format: date-time */
            confirmedAt: string | null;
            /** @description Which keys were destroyed; SHA-256 over their wrapped forms. Null until then. */
            certificate: {
                keyVersions: number[];
                keysSha256: string;
            } | null;
        };
        /** @description A patient whose events outlive their retention. */
        LegalHold: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            reason: string;
            placedBy: string;
            /** Format: date-time */
            placedAt: string;
        };
        /** @description Two patients who are likely one, how likely, and why. */
        LikelyDuplicate: {
            score: number;
            reasons: components["schemas"]["Reason"][];
            first: components["schemas"]["PatientIdentity"];
            second: components["schemas"]["PatientIdentity"];
        };
        /** @description What was measured on one visit. */
        MeasuredVitals: {
            /** Format: uuid */
            recordId: string;
            /** Format: date-time */
            occurredAt: string;
            vital: components["schemas"]["Vital"];
        };
        /** @description A merge as the API shows it. */
        MergeView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            survivorId: string;
            /** Format: uuid */
            mergedId: string;
            mergedMrn: string;
            /** Format: date-time */
            mergedAt: string;
            /** Format: date-time */
            undoneAt: string | null;
            /** @description How many records were moved, and how many retired because the survivor had the same fact. */
            movedCount: number;
            retiredCount: number;
        };
        /** @description Months from the oldest to the newest, and how many there are. */
        MonthSpan: {
            count: number;
            oldest: string | null;
            newest: string | null;
        };
        /** @description An organization as the API shows it. */
        OrganizationView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            parentId: string | null;
            name: string;
            kind: string;
            timeZone: string;
        };
        /** @description A user as they see themselves: where they work, and whose clock and calendar hold there. */
        OwnView: {
            /** Format: uuid */
            id: string;
            email: string;
            displayName: string;
            /** @enum {string} */
            role: "auditor" | "clinician" | "nurse" | "ops" | "org-admin" | "patient" | "receptionist" | "superadmin";
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            patientId?: string;
            organizationName: string;
            timeZone: string;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfAllergyView: {
            items: components["schemas"]["AllergyView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfChronicConditionView: {
            items: components["schemas"]["ChronicConditionView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfDisclosure: {
            items: components["schemas"]["Disclosure"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfEventView: {
            items: components["schemas"]["EventView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfExportView: {
            items: components["schemas"]["ExportView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfGenomeView: {
            items: components["schemas"]["GenomeView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfHealthRecordView: {
            items: components["schemas"]["HealthRecordView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfImportErrorView: {
            items: components["schemas"]["ImportErrorView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfImportView: {
            items: components["schemas"]["ImportView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfKeptRecord: {
            items: components["schemas"]["KeptRecord"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfLikelyDuplicate: {
            items: components["schemas"]["LikelyDuplicate"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfPatientIdentity: {
            items: components["schemas"]["PatientIdentity"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfSavedMapping: {
            items: components["schemas"]["SavedMapping"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfSearchHit: {
            items: components["schemas"]["SearchHit"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfToldOpening: {
            items: components["schemas"]["ToldOpening"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfVaccinationView: {
            items: components["schemas"]["VaccinationView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list, and where the next one begins. */
        PageOfVariant: {
            items: components["schemas"]["Variant"][];
            nextCursor: string | null;
        };
        /** @description Who a patient is. */
        PatientIdentity: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organizationId: string;
            mrn: string;
            givenName: string;
            familyName: string;
            /** Format: date */
            birthDate: string;
            /** @enum {string} */
            sex: "female" | "male" | "other" | "unknown";
            grade: string | null;
        };
        /** @description What a clinician must see at once. */
        PatientSummary: {
            patient: components["schemas"]["PatientIdentity"];
            /** @description Those in force first, of these the worst. */
            allergies: components["schemas"]["AllergyView"][];
            /** @description Those in force first. */
            chronicConditions: components["schemas"]["ChronicConditionView"][];
            /** @description The newest first. */
            vaccinations: components["schemas"]["VaccinationView"][];
            /** @description Of the last five visits that measured something, the newest first. */
            recentVitals: components["schemas"]["MeasuredVitals"][];
            /** @description How many records there are, by type. */
            recordCounts: {
                [key: string]: number;
            };
            /** Format: date-time */
            generatedAt: string;
            /** @description What the genome says of drugs; none without the patient's consent. */
            pharmacogenomicAlerts: components["schemas"]["DoseAlert"][];
        };
        /** @description A patient as the API shows one: who they are and how to reach them. */
        PatientView: {
            email: string | null;
            phone: string | null;
            address: string | null;
            guardian: {
                name: string;
                relationship?: string | null;
                phone?: string | null;
                email?: string | null;
            } | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organizationId: string;
            mrn: string;
            givenName: string;
            familyName: string;
            /** Format: date */
            birthDate: string;
            /** @enum {string} */
            sex: "female" | "male" | "other" | "unknown";
            grade: string | null;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description How fast this process answers, by route, and how all processes are. Durations in ms; overall, of the last five minutes. */
        PerformanceView: {
            routes: {
                errorRate: number;
                count: number;
                avg: number;
                p50: number;
                p95: number;
                p99: number;
                max: number;
                method: string;
                route: string;
                statuses: {
                    [key: string]: number;
                };
                recent: components["schemas"]["DurationFigures"];
            }[];
            processes: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                role: "all" | "api" | "demo" | "migrate" | "scheduler" | "worker";
                host: string;
                pid: number;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                at: string;
                memory: {
                    rssBytes: number;
                    heapUsedBytes: number;
                };
                eventLoop: components["schemas"]["EventLoopFigures"];
                pool: components["schemas"]["PoolSample"];
                /** @description The last five minutes. */
                requests: components["schemas"]["DurationFigures"];
                /** @description The last five minutes. */
                statements: components["schemas"]["DurationFigures"];
                /** @description Since the start. */
                statementCounts: {
                    total: number;
                    slow: number;
                    cancelled: number;
                };
                audit: components["schemas"]["AuditFigures"];
                threads: components["schemas"]["ThreadPoolStats"];
            }[];
            /** Format: date-time */
            timestamp: string;
            count: number;
            avg: number;
            p50: number;
            p95: number;
            p99: number;
            max: number;
        };
        /** @description The connections of one process or, added up, of the service, at one instant. */
        PoolSample: {
            activeConnections: number;
            idleConnections: number;
            waitingRequests: number;
            totalConnections: number;
            maxConnections: number;
            utilizationPercent: number;
            /**
             * Format: date-time
             * @description ISO 8601.
             */
            timestamp: string;
        };
        /** @description The pools of all processes: their sum, each one, and how the sum went. */
        PoolView: {
            history: components["schemas"]["PoolSample"][];
            alerts: components["schemas"]["RaisedAlert"][];
            processes: {
                process: string;
                activeConnections: number;
                idleConnections: number;
                waitingRequests: number;
                totalConnections: number;
                maxConnections: number;
                utilizationPercent: number;
                /**
                 * Format: date-time
                 * @description ISO 8601.
                 */
                timestamp: string;
            }[];
            activeConnections: number;
            idleConnections: number;
            waitingRequests: number;
            totalConnections: number;
            maxConnections: number;
            utilizationPercent: number;
            /**
             * Format: date-time
             * @description ISO 8601.
             */
            timestamp: string;
        };
        /** @description The 50th, 90th and 95th percentile of one pressure, mm Hg. */
        PressureBand: {
            p50: number;
            p90: number;
            p95: number;
        };
        /** @description What this process asked of the database since its start; durations in ms. */
        QueryPerformanceView: {
            totalQueries: number;
            slowQueries: number;
            cancelledQueries: number;
            avgDuration: number;
            p50: number;
            p95: number;
            p99: number;
            maxDuration: number;
            /** @description The last five minutes. */
            recent: components["schemas"]["DurationFigures"];
            queriesByModel: {
                [key: string]: number;
            };
            slowestQueries: components["schemas"]["QueryView"][];
            mostFrequentQueries: components["schemas"]["QueryView"][];
            nPlusOne: components["schemas"]["RepeatedStatement"][];
        };
        /** @description One statement, values taken out; durations in ms. */
        QueryView: {
            sql: string;
            model: string;
            operation: string;
            count: number;
            avgDuration: number;
            p95: number;
            p99: number;
            maxDuration: number;
            failures: {
                [key: string]: number;
            };
        };
        /** @description One kind of job: how much waits and runs now, and what failed for good within a day. */
        QueueFigures: {
            name: string;
            /** @description Accepted and not yet begun, those that wait for another attempt included. */
            depth: number;
            active: number;
            failed: number;
            /** @description Since the oldest that waits was accepted; null when none waits. */
            oldestAgeSeconds: number | null;
            /** @description Most attempts that a job still open has needed: more than a few means that it fails again and again. */
            mostAttempts: number;
        };
        /** @description An alert with the instant it was raised (ISO 8601). */
        RaisedAlert: {
            /** @description Stable kebab-case word; with `subject` it tells one alert from another. */
            code: string;
            /** @description Which of several: a queue, a process. */
            subject?: string;
            /** @enum {string} */
            severity: "critical" | "info" | "warning";
            title: string;
            meaning: string;
            action: string;
            value: number | string;
            threshold: number | string;
            /** Format: date-time */
            since: string;
        };
        /** @description What `/health/ready` answers. */
        ReadinessView: {
            /** @enum {string} */
            status: "degraded" | "down" | "ok";
            checks: {
                database: components["schemas"]["Check"];
                migrations: components["schemas"]["Check"];
                redis: components["schemas"]["Check"];
                storage: components["schemas"]["Check"];
            };
        };
        /** @description One thing that two patients share, or that speaks against it; points add up to the score. */
        Reason: {
            /** @enum {string} */
            what: "birthDate" | "email" | "givenName" | "mrn" | "name" | "phone" | "sex";
            detail: string;
            points: number;
        };
        /** @description What was recorded lately, the newest first. */
        RecentActivity: {
            items: components["schemas"]["Activity"][];
        };
        /** @description A patient's record that somebody from outside opened in an emergency, which no administrator has taken note of. */
        RecordOpenedFromOutside: {
            /** Format: uuid */
            patientId: string;
            givenName: string;
            familyName: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            grantId: string;
            /** Format: date-time */
            grantedAt: string;
            userName: string;
        };
        /** @description A statement that one request ran again and again: what should be one statement over a set. */
        RepeatedStatement: {
            sql: string;
            route: string;
            /** @description The most that one request ran it. */
            count: number;
            /** @description Requests that did so. */
            requests: number;
            /** Format: date-time */
            at: string;
        };
        /** @description One change of a resource: who made it, when, and the values before and after. */
        ResourceChange: {
            /** Format: date-time */
            at: string;
            action: string;
            by: {
                /** Format: uuid */
                id: string | null;
                displayName: string | null;
                role: string | null;
            };
            previous: {
                [key: string]: unknown;
            } | null;
            next: {
                [key: string]: unknown;
            } | null;
        };
        /** @description What was read besides the calls. */
        RowCounts: {
            /** @description Rows that could not be read as a marker. */
            malformed: number;
            /** @description Rows on contigs a genome is not kept for (decoys, unplaced scaffolds of a VCF). */
            otherContigs: number;
            /** @description Calls our one byte cannot say: VCF alleles of several bases that are neither insertion nor deletion. */
            inexpressible: number;
            /** @description Calls of a VCF whose FILTER says not to trust them; kept as no call. */
            filtered: number;
        };
        /** @description A mapping that is kept, as the API shows it. */
        SavedMapping: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organizationId: string;
            /** @enum {string} */
            type: "allergies" | "chronic-conditions" | "health-records" | "patients" | "vaccinations";
            name: string;
            mapping: {
                [key: string]: string;
            };
            /** @enum {string} */
            dateFormat: "dmy" | "iso" | "mdy";
            /** Format: date-time */
            createdAt: string;
        };
        /** @description A point from which the present set-up is known to get slow. */
        ScalingTrigger: {
            code: string;
            title: string;
            value: number;
            threshold: number;
            /** @enum {string} */
            unit: "%" | "bytes" | "ms" | "rows";
            isCrossed: boolean;
            meaning: string;
            action: string;
        };
        /** @description A record that matched a search, whose it is, and where it matched. */
        SearchHit: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            patient: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                organizationId: string;
                mrn: string;
                givenName: string;
                familyName: string;
                /** Format: date */
                birthDate: string;
            };
            type: string;
            /** Format: date-time */
            occurredAt: string;
            description: string;
            provider: string | null;
            confidential: boolean;
            rank: number;
            highlights: {
                description?: components["schemas"]["HighlightPart"][];
                notes?: components["schemas"]["HighlightPart"][];
                provider?: components["schemas"]["HighlightPart"][];
            };
        };
        /** @description What log-in and refresh answer; the refresh token travels in its cookie only. */
        Session: {
            accessToken: string;
            expiresIn: number;
            user: components["schemas"]["UserView"];
        };
        /** @description A doubt about one measurement; `wouldBe` is what it would be if the doubt is right. Nothing is ever changed by it. */
        SlipQuestion: {
            /** @enum {string} */
            measure: "heightCm" | "weightKg";
            /** @enum {string} */
            kind: "height-and-weight-swapped" | "inches-for-centimetres" | "kilograms-for-pounds" | "pounds-for-kilograms" | "shrinking" | "slipped-decimal";
            recorded: number;
            wouldBe?: number;
        };
        /** @description One run of a statement that took long. */
        SlowStatement: {
            sql: string;
            table: string;
            durationMs: number;
            route: string | null;
            /** Format: uuid */
            requestId: string | null;
            /** Format: date-time */
            at: string;
        };
        /** @description One entry of pg_stat_statements; durations in ms, over all processes since its last reset. */
        StatementStatistics: {
            sql: string;
            calls: number;
            totalMs: number;
            avgMs: number;
            rowsPerCall: number;
        };
        /** @description A table with all its partitions. Row counts are PostgreSQL's estimates. */
        TableFigures: {
            table: string;
            rows: number;
            bytes: number;
            indexBytes: number;
            sequentialScans: number;
            indexScans: number;
            deadRows: number;
            /** Format: date-time */
            lastVacuumAt: string | null;
        };
        /** @description What an operator sees of the threads. */
        ThreadPoolStats: {
            threads: number;
            maxThreads: number;
            running: number;
            queued: number;
            maxQueued: number;
            completed: number;
            /** @description Share of the threads' time that was spent working, 0 to 1. */
            utilization: number;
        };
        /** @description Hits and misses of one tier. */
        TierFigures: {
            hits: number;
            misses: number;
            /** @description Share of look-ups that were hits, 0 to 1; 0 before the first. */
            hitRate: number;
        };
        /** @description An opening as those who answer for the patient are told of it. */
        ToldOpening: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            userId: string;
            userName: string;
            /** Format: uuid */
            patientId: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: date-time */
            grantedAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            acknowledgedAt: string | null;
            userOrganizationName: string;
            givenName: string;
            familyName: string;
            /** @description What the clinician stated; null once the patient's key was destroyed or the event lies in the archive. */
            reason: string | null;
        };
        /** @description How the trail stands, for an operator: room to write, what was moved away, what seals it, and the last verification. */
        TrailStateView: {
            partitions: {
                count: number;
                oldest: string | null;
                newest: string | null;
                monthsAhead: number;
                isNextMissing: boolean;
            };
            archive: components["schemas"]["MonthSpan"];
            lastSeal: {
                /** Format: date-time */
                sealedAt: string;
                sequence: number;
            } | null;
            lastVerification: {
                /** Format: date-time */
                verifiedAt: string;
                isIntact: boolean;
                events: number;
                findings: number;
                from: string | null;
                to: string | null;
            } | null;
        };
        /** @description What a genome says at one site, or at the sites of a haplotype. */
        TraitResult: {
            /** @description The marker; of a haplotype all its markers, joined by `+`. */
            rsid: string;
            gene: string;
            trait: string;
            /** @enum {string} */
            category: "cancer" | "cardiovascular" | "carrier" | "eye" | "immune" | "metabolic" | "neurological" | "nutrition" | "pharmacogenomics" | "physical" | "thrombosis";
            genotype: string;
            /** @enum {string} */
            riskLevel: "carrier" | "elevated" | "high" | "informative" | "protective" | "typical" | "undetermined";
            interpretation: string;
            /** @description CPIC's level (`1A` …), `established`, `association` … */
            evidenceLevel: string;
            source: string;
            /** @description When the source was published, as precisely as it says. */
            sourceDate: string;
            isStrandAmbiguous: boolean;
            caution: string;
        };
        /** @description The health-relevant results of a genome. */
        TraitsView: {
            items: components["schemas"]["TraitResult"][];
            /** @enum {string|null} */
            nextCursor: null;
            /** @description Results that need a consent of their own, which was not given. */
            withheld: {
                /** @enum {string} */
                scope: "apoe" | "brca";
                reason: string;
            }[];
            tableVersion: string;
            caution: string;
        };
        /** @description A patient's readings of one kind, oldest first; `totalPoints` says how many there are before down-sampling. */
        Trend: {
            /** @enum {string} */
            kind: "bloodPressure" | "headCircumferenceCm" | "heartRate" | "heightCm" | "respiratoryRate" | "spo2" | "temperatureC" | "weightKg";
            unit: string;
            totalPoints: number;
            points: components["schemas"]["TrendPoint"][];
        };
        /** @description One point of a series. `expected` is the range of that age, `bands` the percentiles of that age, sex and height. */
        TrendPoint: {
            /** Format: uuid */
            recordId: string;
            /** Format: date-time */
            measuredAt: string;
            value?: number;
            systolic?: number;
            diastolic?: number;
            isAbnormal: boolean;
            expected?: {
                low?: number;
                high?: number;
            };
            /** @enum {string} */
            class?: "elevated" | "normal" | "stage-1" | "stage-2";
            bands?: components["schemas"]["BloodPressureBands"];
        };
        /** @description What taking an import back would do now. */
        UndoOutlook: {
            isPossible: boolean;
            /** @description Records that would be taken back. */
            undoneRows: number;
            /** @description Records that stay, since somebody has worked with them; `GET …/kept` lists them. */
            keptRows: number;
            /** @description Rows of later imports that were there already: facts among them may be gone with this import. */
            laterDuplicateRows: number;
        };
        /** @description What the sender hears of an upload. */
        UploadAnswer: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "cancelled" | "failed" | "processing" | "queued" | "ready";
            /** @enum {string} */
            provider: "23Mofang" | "23andMe" | "AncestryDNA" | "CircleDNA" | "DNA.Land" | "FamilyTreeDNA" | "Genes for Good" | "LivingDNA" | "Mapmygenome" | "MyHeritage" | "Sano" | "SelfDecode" | "VCF" | "deCODEme" | "other" | "tellmeGen";
            chip: string | null;
            /** @enum {string|null} */
            assembly: "GRCh37" | "GRCh38" | "NCBI36" | null;
            variantCount: number | null;
            noCallCount: number | null;
            processedRows: number;
            /** Format: date-time */
            uploadedAt: string;
            /** Format: date-time */
            processedAt: string | null;
            sha256: string;
            fileBytes: number;
            hasRawFile: boolean;
            /** @description Rows whose marker had come before, those that then said something else, and rows that could not be read. */
            repeatedRows?: number;
            discrepantRows?: number;
            unread?: components["schemas"]["RowCounts"];
            /** @description On what grounds the assembly was believed; `mismatch` when the header names another than the markers show. */
            assemblyEvidence?: components["schemas"]["AssemblyFinding"];
            error?: {
                code: string;
                detail: string;
            };
            /** @description The patient had this very file already; the genome is that one. */
            isRepeated: boolean;
            /** @description Reasons to look again, in words. */
            warnings: string[];
        };
        /** @description A user as the API shows it. */
        UserView: {
            /** Format: uuid */
            id: string;
            email: string;
            displayName: string;
            /** @enum {string} */
            role: "auditor" | "clinician" | "nurse" | "ops" | "org-admin" | "patient" | "receptionist" | "superadmin";
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            patientId?: string;
        };
        /** @description One dose given. */
        VaccinationView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            patientId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            cvx: string;
            vaccineName: string;
            /** Format: date */
            administeredOn: string;
            lotNumber: string | null;
            doseNumber: number | null;
            manufacturer: string | null;
            site: string | null;
            route: string | null;
            provider: string | null;
            notes: string | null;
        };
        /** @description A vaccine of the CVX code set. Inactive codes stay valid: old doses were given under them. */
        Vaccine: {
            cvx: string;
            name: string;
            status: string;
        };
        /** @description One call as the API shows it. */
        Variant: {
            rsid: string;
            chromosome: string;
            position: number;
            genotype: string;
        };
        /** @description The outcome of a verification. */
        Verdict: {
            isIntact: boolean;
            from: string | null;
            to: string | null;
            months: number;
            events: number;
            batches: number;
            links: number;
            seals: number;
            /** @description Batches just committed, which their process links within the second. */
            pendingBatches: number;
            /** @description The first {@link FINDINGS_MAX}, in the order of the trail; `findingCount` counts all. */
            findings: components["schemas"]["Finding"][];
            findingCount: number;
            elapsedMs: number;
        };
        Vital: {
            diastolic?: number;
            headCircumferenceCm?: number;
            heartRate?: number;
            heightCm?: number;
            respiratoryRate?: number;
            spo2?: number;
            systolic?: number;
            temperatureC?: number;
            weightKg?: number;
        };
        /** @description A patient's vitals over time. */
        VitalsView: {
            series: components["schemas"]["Trend"][];
            /** @description True when older visits were left out; ask for them by `to`. */
            isTruncated: boolean;
        };
        /** @description The processes that run jobs, and everybody's threads. */
        WorkersView: {
            /** @description Worker processes that told of themselves within the last 45 s. */
            workers: number;
            threads: components["schemas"]["ThreadPoolStats"];
            processes: {
                /** @enum {string} */
                role: "all" | "api" | "demo" | "migrate" | "scheduler" | "worker";
                host: string;
                pid: number;
                /** Format: date-time */
                startedAt: string;
                memory: {
                    rssBytes: number;
                    heapUsedBytes: number;
                };
                threads: components["schemas"]["ThreadPoolStats"];
            }[];
        };
        /** @description What went wrong (RFC 9457). It never holds a value of a patient. */
        Problem: {
            /** Format: uri-reference */
            type: string;
            title: string;
            status: number;
            /** @description One sentence for a person. */
            detail: string;
            /** @description A stable word for a program. */
            code: string;
            /**
             * Format: uri
             * @description Names the request in the logs: `urn:request:` and its id.
             */
            instance: string;
            /** @description What is wrong where, of a request with faults in its fields. */
            errors?: {
                path: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
