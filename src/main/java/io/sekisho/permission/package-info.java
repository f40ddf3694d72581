/// Whether an account's policies let somebody do something, and why: the services and their roles,
/// policies as they are sent, and the one evaluator that decides.
///
/// Values in, a verdict out: no clock, thread, file or log. Who is trusted to be somebody is judged
/// in `trust`; where a verdict is asked for and obeyed, and what is written down of it, is not
/// known here.
///
/// Start at [Access]; [Question] says what may be asked, `services.txt` what there is to be
/// allowed.
@NullMarked
package io.sekisho.permission;

import org.jspecify.annotations.NullMarked;
