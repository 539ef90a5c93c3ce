// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of kernel cryptography:
 * {@code <linux/if_alg.h>}.
 */
public interface AlgH {
  int ALG_OP_DECRYPT = 0;
  int ALG_OP_ENCRYPT = 1;
  int ALG_SET_AEAD_ASSOCLEN = 4;
  int ALG_SET_AEAD_AUTHSIZE = 5;
  int ALG_SET_DRBG_ENTROPY = 6;
  int ALG_SET_IV = 2;
  int ALG_SET_KEY = 1;
  int ALG_SET_OP = 3;
}
