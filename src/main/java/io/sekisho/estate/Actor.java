package io.sekisho.estate;

import io.sekisho.control.Initiator;
import io.sekisho.iam.AccountId;

/// Who does something, and in which account.
public record Actor(AccountId account, Initiator by) {}
