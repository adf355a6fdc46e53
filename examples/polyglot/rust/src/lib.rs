//! Version ranges, lock compatibility, and upgrades that keep it.
//!
//! ```
//! use lockstep::{objections, Lock, Malformed, Package, Requirement};
//!
//! let app = Package {
//!     name: "app".into(),
//!     version: "1.0.0".parse()?,
//!     requirements: vec![Requirement { name: "lib".into(), range: "^0.1.0".parse()? }],
//! };
//! let lib = |version: &str| Ok::<_, Malformed>(Package::new("lib", version.parse()?));
//! let before = Lock::from([app.clone(), lib("0.1.0")?]);
//! let after = Lock::from([app, lib("0.2.0")?]);
//! assert_eq!(objections(&before, &after)[0].to_string(), "app 1.0.0 requires lib ^0.1.0");
//! # Ok::<_, Malformed>(())
//! ```

mod lock;
mod range;
mod version;

pub use lock::{is_compatible, is_upgrade, objections, unmet, Demand, Lock, Package, Requirement};
pub use range::{Interval, Range};
pub use version::{Core, Identifier, Malformed, Version, LARGEST_NUMBER};
