/// Configuration rules: what an account lets its compute resources be, whoever may change them.
///
/// Values only, after IBM Cloud's Configuration Governance API of 2021 to 2023. What a rule says of
/// a compute resource is room `guardrail`'s.
///
/// Start at [ConfigRule].
@NullMarked
package io.sekisho.governance;

import org.jspecify.annotations.NullMarked;
