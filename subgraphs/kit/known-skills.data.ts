// Codes of pmo's list of skills at the time of the migrations that make this table, which are not edited;
// tests/known-skills.test.ts compares the two. A new skill comes by a migration of each subgraph.
const codes = `
  accounting-software air-conditioning-service aluminium-and-glass-fitting ambulance-first-aid animation
  arabic-for-domestic-work archive-management babysitting back-end-development bamboo-and-rattan-weaving
  bank-teller-service barbering barista-work batik-making beekeeping bicycle-repair bookkeeping
  bread-and-pastry-baking bricklaying bridal-make-up building-electrical-installation business-planning
  cabin-service cake-decorating call-centre-service car-and-taxi-driving car-engine-repair
  car-wash-and-detailing carpentry cashiering catering-cooking cattle-fattening cctv-installation
  classroom-assistance cloud-administration cnc-machining coffee-growing coffee-roasting
  community-health-outreach computer-repair computer-training concrete-work construction-drawing
  construction-supervision copywriting creative-writing credit-assessment customer-complaint-handling
  cyber-security data-analysis data-entry data-visualisation database-administration debt-collection
  delivery-dispatching dental-assistance digital-marketing direct-sales domestic-cleaning driving-instruction
  early-childhood-education elderly-care electric-motor-rewinding electronics-assembly embroidery
  english-for-business-writing english-for-call-centres english-for-hotels english-language-teaching
  event-organising excavator-operation executive-assistance export-and-import-documents facial-care
  fashion-design fibre-optic-installation financial-planning financial-reporting fish-processing
  fitness-instruction food-grading food-preservation food-stall-management forklift-operation
  freshwater-fish-farming front-end-development front-office-reception furniture-making game-development
  geographic-information-systems graphic-design hairdressing halal-butchery herbal-medicine-making
  homestay-management hospital-care-assistance hotel-front-desk hotel-housekeeping house-painting
  household-appliance-repair housekeeping-supervision human-resources-administration hydroponics illustration
  indonesian-cuisine indonesian-for-foreigners-teaching industrial-machine-maintenance industrial-sewing
  information-system-analysis inshore-fishing insurance-sales interior-decoration interpreting inventory-control
  it-support japanese-for-care-work jewellery-making journalism kitchen-assistance korean-for-factory-work
  land-surveying landscape-gardening laundry-service learning-content-development leather-goods-making
  legal-administration light-steel-roofing live-shopping-hosting machine-learning mandarin-for-tour-guiding
  market-research-interviewing market-stall-selling medical-records menu-planning milk-processing
  mobile-app-development mobile-phone-repair motorcycle-delivery motorcycle-service mushroom-growing
  music-teaching nail-care network-administration network-installation nutrition-counselling occupational-safety
  office-cleaning office-supervision oil-palm-growing online-shop-management outdoor-recreation-leading
  packing-machine-operation pattern-cutting payroll-administration pest-control pet-grooming pharmacy-assistance
  photography plant-nursery-work plastering plumbing podcast-hosting pottery poultry-farming power-line-work
  private-tutoring procurement product-packaging-design production-supervision programmable-logic-control
  property-sales public-relations quality-inspection quantity-estimation recreational-diving-guiding recruitment
  reflexology restaurant-management retail-sales rice-growing sales-representation screen-printing
  search-engine-optimisation seaweed-farming secretarial-work security-guarding sheet-metal-work ship-deck-work
  shoemaking shop-management shrimp-farming sign-language-interpreting sign-painting small-business-bookkeeping
  social-media-management software-testing solar-panel-installation sound-operation spa-treatment
  special-needs-teaching spreadsheets store-supervision street-food-vending supply-chain-management
  table-service tailoring tax-reporting telemarketing television-and-audio-repair tempeh-and-tofu-making
  ticketing-and-reservation tile-laying tour-guiding tractor-operation traditional-weaving translation
  truck-driving upholstery user-interface-design vehicle-body-painting vehicle-electrical-repair video-editing
  warehouse-packing waste-sorting website-maintenance welding wholesale-trading word-processing
  workplace-training`;

/** Codes of the skills that a subgraph accepts, for the migration that makes its table of them. */
export const knownSkills: readonly string[] = codes.trim().split(/\s+/);
