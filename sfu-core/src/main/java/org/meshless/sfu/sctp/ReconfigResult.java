package org.meshless.sfu.sctp;

/** What became of a request to reconfigure (RFC 6525 §4.4). */
enum ReconfigResult {
  NOTHING_TO_DO(0),
  PERFORMED(1),
  DENIED(2),
  WRONG_SSN(3),
  REQUEST_IN_PROGRESS(4),
  BAD_SEQUENCE_NUMBER(5),
  IN_PROGRESS(6);

  private final int code;

  ReconfigResult(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** An unknown code is as good as a denial. */
  static ReconfigResult of(long code) {
    for (ReconfigResult result : values()) {
      if (result.code == code) {
        return result;
      }
    }
    return DENIED;
  }
}
