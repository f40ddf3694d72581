package io.sekisho.control;

import io.sekisho.audit.Head;
import io.sekisho.iam.AccountId;
import io.sekisho.plan.Counters;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Contents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where everything is kept: documents with a revision, a log of their changes, the audit trail. A
/// write that returned is there after a power cut, and in what other controllers on the same
/// database read.
public interface Store {
  /// Everything of the kinds that a snapshot holds, as it was written last.
  Saved load();

  /// What was written last, whichever controller wrote it: one small question, or none where nobody
  /// else can have written.
  Latest latest();

  /// What one account has. There is no way to ask for more than that.
  Documents in(AccountId account);

  /// The API key whose secret has this hash, whichever account it belongs to: who presents a secret
  /// does not say whose it is. It is the only question without an account, and only who has that
  /// very secret can ask it.
  ///
  /// @param hash as in [io.sekisho.iam.ApiKey#hash]
  Optional<Document> apiKey(String hash);

  /// What was put and deleted after a revision, oldest first and whole revisions only.
  ///
  /// @param account of which one alone; empty for all
  /// @param after the last revision that the caller knows
  /// @param most about how many; a single revision may have more
  /// @throws StoreGap if the log does not go on from there: it no longer goes back that far, or the
  ///   database is an older one, restored
  Feed changes(Optional<AccountId> account, long after, int most);

  /// The same of all accounts.
  default List<Changed> changes(long after, int most) {
    return changes(Optional.empty(), after, most).changes();
  }

  /// Forgets changes that need not be kept, unless another controller is at it.
  void trim(Retention keep);

  /// Waits until there is a revision after the given one, or for so long.
  void await(long after, Duration most) throws InterruptedException;

  /// Makes one write, while nobody else writes: what it reads stays true until it is durable. All
  /// of it is, or nothing, if it refuses or throws.
  <T> Outcome<T> write(Function<Transaction, Outcome<T>> work);

  /// Adds records to the audit trail that no change goes with, such as of tokens given out. Waits
  /// for others who add to the trail, and not for writes. Not to be called within [#write].
  void audit(List<Audit> records);

  /// Adds what nodes sent, and with it up to where their records are in the trail: both or neither.
  /// As [#audit], else.
  ///
  /// @return nodes whose place is another one than was thought: of theirs nothing was done
  Set<String> keep(Collection<Sheaf> sheaves);

  /// Up to where a node's records are in the trail.
  Reached reached(String node);

  /// Records of one account after a number, oldest first.
  ///
  /// @param target id of what they are about; of everything, if empty
  List<io.sekisho.audit.Entry> auditOf(
      AccountId account, Optional<String> target, long after, int most);

  /// All records after a number, oldest first: for whoever verifies or exports the whole trail.
  List<io.sekisho.audit.Entry> auditTrail(long after, int most);

  /// The last record's place in the chain.
  Head auditHead();

  /// The operators' keys, also those that nobody vouches for.
  List<OperatorKey> operatorKeys();

  /// Vouches for a key and keeps it, together with records of that.
  ///
  /// @return false, with nothing done, if there is one of that name
  boolean addOperatorKey(OperatorKey key, List<Audit> records);

  /// Removes a key, together with records of that, unless no other is left that is vouched for.
  Removed removeOperatorKey(String name, List<Audit> records);

  /// What came of removing something.
  enum Removed {
    DONE,
    ABSENT,
    /// Nothing was done: there is no other.
    LAST
  }

  /// @param revision of the last write
  /// @param operators a text that is another one after an operator's key was added or removed
  record Latest(long revision, String operators) {}

  /// A write in the making.
  interface Transaction {
    /// The revision that this write has if it changes anything: one more than the last.
    long revision();

    /// What one account has, with what this write did already.
    Documents in(AccountId account);

    /// What was put and deleted after a revision, before this write.
    List<Changed> changesSince(long after);

    /// @throws IllegalStateException if what is to be deleted is not there
    void apply(Entry entry);

    Counters counters();

    void counters(Counters counters);

    /// Adds a record to the audit trail.
    void audit(Audit record);
  }

  /// One account's documents.
  interface Documents {
    AccountId account();

    Optional<Document> get(Kind kind, String id);

    /// The one of that name; of kinds that share names, the oldest.
    Optional<Document> named(Kind kind, String name);

    /// All that belong to one parent, oldest first.
    List<Document> of(Kind kind, String parent);

    long count(Kind kind);

    /// One page. Whoever follows [Page#next] to the end meets each document that was there all
    /// along exactly once, whatever is written meanwhile.
    ///
    /// @throws UnknownPage if [Query#after] is not what a page in this order said is next
    Page page(Kind kind, Query query);
  }

  /// Which documents, and in which order.
  ///
  /// @param name only those of this name
  /// @param parent only those that belong to this one
  /// @param after what the page before said is next
  /// @param limit how many at most
  record Query(
      Optional<String> name,
      Optional<String> parent,
      Order order,
      boolean descending,
      Optional<String> after,
      int limit) {
    /// The first so many, oldest first.
    public static Query first(int limit) {
      return new Query(
          Optional.empty(), Optional.empty(), Order.CREATED_AT, false, Optional.empty(), limit);
    }

    /// The same, from where a page said that there is more.
    public Query after(String next) {
      return new Query(name, parent, order, descending, Optional.of(next), limit);
    }
  }

  /// By what a page is sorted; documents that are equal in it, by id.
  enum Order {
    NAME,
    DESCRIPTION,
    CREATED_AT,
    MODIFIED_AT
  }

  /// @param next what to ask for the page after this one; empty if this is the last
  record Page(List<Document> documents, Optional<String> next) {
    public Page {
      documents = List.copyOf(documents);
    }
  }

  /// A document as it is kept.
  ///
  /// @param revision of the write that put it last: its entity tag
  record Document(Label label, long revision, Object value) {
    public String id() {
      return label.id();
    }
  }

  /// What a document is found by.
  ///
  /// @param parent what it belongs to: an API key to an identity's IAM id, a policy to its
  ///   subject's; empty if to the account alone
  /// @param description by which it is sorted; of a kept one the first 300 characters
  record Label(
      Kind kind,
      String id,
      AccountId account,
      String name,
      String parent,
      String description,
      Instant createdAt,
      Instant modifiedAt) {
    Label under(String other) {
      return new Label(kind, id, account, name, other, description, createdAt, modifiedAt);
    }

    Label described(String words) {
      return new Label(kind, id, account, name, parent, words, createdAt, modifiedAt);
    }

    Label at(Instant created, Instant modified) {
      return new Label(kind, id, account, name, parent, description, created, modified);
    }
  }

  /// The state at one revision.
  record Saved(long revision, Contents contents, Counters counters) {}

  /// One document's part of a write.
  sealed interface Entry {
    Label label();

    /// The document is made or replaced.
    ///
    /// @param value the record of room `vpc` or `iam` for this kind
    record Put(Label label, Object value) implements Entry {}

    /// The document is no more.
    record Delete(Label label) implements Entry {}
  }

  /// An entry of the change log.
  record Changed(long revision, Instant at, Entry entry) {}

  /// A part of the change log.
  ///
  /// @param revision up to which there is no more than this
  record Feed(long revision, List<Changed> changes) {
    public Feed {
      changes = List.copyOf(changes);
    }
  }

  /// How much of the change log is kept: whichever is less.
  ///
  /// @param entries how many at most; a single revision may have more
  record Retention(Duration age, long entries) {
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), 1_000_000);

    public Retention {
      if (age.isNegative() || age.isZero() || entries < 1) {
        throw new IllegalArgumentException("nobody follows a log that keeps nothing");
      }
    }
  }

  /// A record of the audit trail, before it has its place in the chain.
  ///
  /// @param account whose it is
  /// @param target id of what it is about
  /// @param action IBM's event name
  /// @param body the event as JSON, in the activity tracking format
  record Audit(Instant at, AccountId account, String target, String action, String body) {}

  /// A place in what a node reports: nothing of any stream yet, or the number of the last record of
  /// one.
  record Reached(String stream, long last) {
    public static final Reached NOTHING = new Reached("", 0);
  }

  /// What one node sent at a time.
  ///
  /// @param records some of them, for others were counted elsewhere
  record Sheaf(String node, Reached before, Reached after, List<Audit> records) {
    public Sheaf {
      records = List.copyOf(records);
    }
  }

  /// A key of the operator's API.
  ///
  /// @param hash SHA-256 of the key, hexadecimal
  /// @param vouched whether it was kept by Sekisho: one that was not, somebody wrote into the
  ///   database, and it opens nothing
  record OperatorKey(String name, String hash, Instant createdAt, boolean vouched) {
    public OperatorKey(String name, String hash, Instant createdAt) {
      this(name, hash, createdAt, true);
    }
  }
}
